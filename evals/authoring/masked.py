"""A customer's words, as they may stand in a dataset."""

from agent.desk.collected import hide_contacts
from agent.masking import mask


def masked(text: str) -> str:
    """Without private numbers, telephones and e-mails. Order numbers, names and addresses stay: a person reads on."""
    return hide_contacts(mask(text)).strip()
