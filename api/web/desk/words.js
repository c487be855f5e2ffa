// What the desk calls things.

export const CATEGORIES = {
  orders: "заказы и доставка",
  payments: "оплата",
  returns: "возвраты",
  technical: "техническое",
  sellers: "продавцы",
  complaint: "жалоба",
  other: "другое",
};

export const REASONS = {
  asked_for_human: "просит человека",
  repeated_request: "просит человека снова",
  low_confidence: "помощник не уверен",
  own_data: "нужны данные клиента",
  complaint: "жалуется",
  failure: "у помощника сбой",
};

export const STATUSES = {
  queued: "в очереди",
  scheduled: "просит перезвонить",
  assigned: "в работе",
  resolved: "завершено",
  expired: "не успели взять",
};

export const PRIORITIES = { vip: "VIP", money: "деньги", safety: "безопасность" }; // nothing is said of the normal one
export const MOODS = { calm: "спокойное", upset: "огорчение", angry: "злость" };
export const PRESENCES = { online: "на месте", away: "не на месте", offline: "не в сети" };

export const OUTCOMES = {
  solved: "вопрос решён",
  answered: "ответ дан",
  not_solved: "решить не удалось",
  duplicate: "повтор другого обращения",
  spam: "спам",
  returned: "вернули помощнику",
  cancelled: "клиент отменил",
};

export const REPLY_OUTCOMES = {
  answered: "ответил",
  conflict: "показал расхождение",
  clarify: "переспросил",
  offered: "предложил человека",
  escalated: "позвал человека",
  declined: "не по теме",
  relayed: "передал специалисту",
  smalltalk: "поздоровался",
};

export const FIELDS = {
  order_numbers: "Номер заказа",
  phones: "Телефон",
  emails: "Почта",
  transactions: "Номер операции",
};

/** What an operator of a category needs and has not yet. */
export const NEEDS = {
  order_number: "номер заказа",
  contact: "телефон или почта",
  transaction: "номер операции",
  payment: "дата и сумма платежа",
  device: "устройство",
  app_version: "версия приложения",
  shop: "ID магазина",
};

/** What happened to a ticket, as its history names it: by the action, or by the state that it got. */
export const CHANGES = {
  open: "Встало в очередь",
  schedule: "Просит перезвонить",
  claim: "Взяли в работу",
  hand_over: "Передали коллеге",
  requeue: "Вернули в очередь",
  resolve: "Завершили",
  return: "Вернули помощнику",
  cancel: "Клиент отменил",
  expire: "Никто не взял вовремя",
  queued: "В очереди",
  scheduled: "Просит перезвонить",
  assigned: "В работе",
  resolved: "Завершено",
  expired: "Никто не взял вовремя",
};

export const nameOf = (customer) => customer?.name || "Клиент";

/** «1 обращение», «3 обращения», «5 обращений»: `forms` are these three words. */
export function counted(number, forms) {
  const form = { one: 0, few: 1 }[new Intl.PluralRules("ru").select(number)] ?? 2;
  return `${number} ${forms[form]}`;
}

/** Who did something to a ticket: a person by name, or one of those that have none. */
export const actorOf = (who) => ({ agent: "помощник", customer: "клиент", desk: "само собой" })[who] ?? who;
