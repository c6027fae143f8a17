/** The form's name for how many pieces of a line go back. */
export const quantityField = (orderLineId: string): string => `quantity.${orderLineId}`;
/** The form's name for how much of a line's price goes back, in minor units. Left out: all of it. */
export const amountField = (orderLineId: string): string => `amount.${orderLineId}`;

/** The form's choice beside the customer's accounts: somebody pays it out. */
export const byHand = "by_hand";
