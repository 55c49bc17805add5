/** What a Node process is started with (`--import`) so that it imports TypeScript. */
export const typeScriptLoader: string = new URL('register.mjs', import.meta.url).href;
