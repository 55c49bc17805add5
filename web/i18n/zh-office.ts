/** The strings of dialogs (`web/actions`) and administration pages (`web/pages`). */
export const office = {};
