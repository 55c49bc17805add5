// The thread that matches people to posts, so that the server goes on answering. It ends with its answer.
import { parentPort, workerData } from 'node:worker_threads';
import { propose } from '../propose.ts';
import type { Told } from './in-worker.ts';

const tell = (told: Told) => parentPort?.postMessage(told);

const solution = await propose(workerData, (share) => tell({ kind: 'progress', share }));
tell({ kind: 'solved', solution });
