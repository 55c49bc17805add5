// What PGlite 0.5.8 leaves undone when a statement fails, mended from outside through what its module exports.

/** The part of the module that is needed; addresses are bytes in `HEAPU32`'s memory. */
type Internals = {
  HEAPU32: Uint32Array;
  ___stack_pointer: WebAssembly.Global;
  _PG_exception_stack: number;
  _error_context_stack: number;
  ___THREW__: number;
  _PostgresMainLoopOnce: () => void;
  _errstart: (level: number, domain: number) => number;
  _errmsg_internal: (text: number, values: number) => number;
  _errfinish: (file: number, line: number, routine: number) => void;
  stringToUTF8OnStack: (text: string) => number;
};

const errorLevel = 21;
const geometryFailure =
  'a geometry operation failed inside of GEOS, which the embedded database cannot retry (overlays with a grid size do not need to)';

/**
 * Two faults, both measured:
 * - A failed statement leaves by an exception through its stack frames, and the stack pointer is never taken back: after
 *   1,838 errors every statement failed with "stack depth limit exceeded". Call what is returned between statements.
 * - GEOS is built without catching C++ exceptions. Where it throws one, be it only to retry at another precision, the
 *   statement ended without its rows and without an error. Now it fails with one, and its transaction is rolled back.
 *
 * PGlite also swallows what nobody can mend, such as a trap or an exhausted JavaScript stack: `onLost` is told.
 */
export function mendFailures(module: object, onLost: (thrown: unknown) => void): () => void {
  if (!isInternals(module))
    throw new Error('This PGlite does not export what its failures are mended through.');
  const stackTop = module.___stack_pointer.value;
  const restoreStack = () => {
    module.___stack_pointer.value = stackTop;
  };
  const runOne = module._PostgresMainLoopOnce;
  const mainHandler = at(module, module._PG_exception_stack);
  module._PostgresMainLoopOnce = () => {
    try {
      runOne();
    } catch (thrown) {
      // PostgreSQL's own errors arrive as this word, a C++ exception as its address.
      if (thrown !== 'unwind' && typeof thrown !== 'number') onLost(thrown);
      if (typeof thrown !== 'number') throw thrown;
      restoreStack();
      raise(module, mainHandler);
    }
  };
  return restoreStack;
}

/** Raises an error as C would, above frames that are gone: only the main loop's handler is left to take it. */
function raise(module: Internals, mainHandler: number): void {
  put(module, module._PG_exception_stack, mainHandler);
  put(module, module._error_context_stack, 0);
  put(module, module.___THREW__, 0);
  module._errstart(errorLevel, 0);
  module._errmsg_internal(module.stringToUTF8OnStack(geometryFailure), 0);
  module._errfinish(0, 0, 0);
}

function at({ HEAPU32 }: Internals, address: number): number {
  return HEAPU32[address >> 2] ?? 0;
}

/** Memory that grows is a new array, so it is asked for each time. */
function put(module: Internals, address: number, value: number): void {
  module.HEAPU32[address >> 2] = value;
}

function isInternals(module: object): module is Internals {
  const known = new Map(Object.entries(module));
  const functions = [
    '_PostgresMainLoopOnce',
    '_errstart',
    '_errmsg_internal',
    '_errfinish',
    'stringToUTF8OnStack',
  ];
  const addresses = ['_PG_exception_stack', '_error_context_stack', '___THREW__'];
  return (
    known.get('HEAPU32') instanceof Uint32Array &&
    known.get('___stack_pointer') instanceof WebAssembly.Global &&
    functions.every((name) => typeof known.get(name) === 'function') &&
    addresses.every((name) => typeof known.get(name) === 'number')
  );
}
