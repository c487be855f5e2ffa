"""What each part of the agent contributes: the same questions, to the whole agent and to it without one part."""
