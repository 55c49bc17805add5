/** The nonce the server put into index.html for this answer; styles made at run time carry it. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

// The scroll lock of dialogs makes its own style element and asks this global (package get-nonce).
Object.assign(globalThis, { __webpack_nonce__: styleNonce });
