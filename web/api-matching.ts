import type { z } from 'zod';
import type { acceptance } from '../server/matching/accept.ts';
import type { proposal, proposalInput } from '../server/matching/proposal.ts';
import type { suggestions } from '../server/matching/suggestion.ts';
import { get, post, type Query } from './http.ts';

export type Suggestions = z.output<typeof suggestions>;

export type Proposal = z.output<typeof proposal>;
export type ProposedSuggestion = Proposal['suggestions'][number];
export type ProposalRequest = z.input<ReturnType<typeof proposalInput>>;
export type Acceptance = z.output<typeof acceptance>;

const path = '/api/assignment-proposals';

export const matchingApi = {
  suggestions: (query: Query) => get<Suggestions>('/api/assignment-suggestions', query),
  propose: (body: ProposalRequest) => post<{ job: number }>(path, body),
  proposal: (id: number) => get<Proposal>(`${path}/${id}`),
  accept: (id: number, positions: number[]) => post<Acceptance>(`${path}/${id}/acceptance`, { positions }),
  decline: (id: number, positions: number[]) => post(`${path}/${id}/refusal`, { positions }),
};
