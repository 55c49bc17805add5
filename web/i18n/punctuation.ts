/** How a language parts the things of a list, a name from what it is, and a name from what is said of it. */
type Punctuation = {
  list: (parts: readonly string[]) => string;
  labelled: (name: string, said: string) => string;
  detailed: (name: string, detail: string) => string;
};

export const zhPunctuation: Punctuation = {
  list: (parts) => parts.join('、'),
  labelled: (name, said) => `${name}：${said}`,
  detailed: (name, detail) => `${name}（${detail}）`,
};

export const enPunctuation: Punctuation = {
  list: (parts) => parts.join(', '),
  labelled: (name, said) => `${name}: ${said}`,
  detailed: (name, detail) => `${name} (${detail})`,
};
