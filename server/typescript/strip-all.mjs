// Takes the types from the files that are named: a process of its own, so that the server does not hold the program that
// does it.
import { forgetOthers, stripped } from './stripped.mjs';

const paths = process.argv.slice(2);
for (const path of paths) await stripped(path);
forgetOthers(paths);
