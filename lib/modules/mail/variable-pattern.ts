/** `{{name}}`, or `{{name|words in its place}}` when there is nothing to say. */
export const variablePattern = /\{\{\s*([a-z.]+)\s*(?:\|([^{}]*))?\}\}/g;
