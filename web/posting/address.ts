export const tabs = ['assign', 'list', 'rehome'] as const;
export type Tab = (typeof tabs)[number];

/** What is open; in the address, so that it can be sent to somebody and linked to from elsewhere. */
export type PostingView = { plan: number | undefined; tab: Tab; cells: number[] };

const idsOf = (text: string | null) => (text?.match(/\d+/g) ?? []).map(Number);

/** Reads the view from the address; the cells are those that somebody came to assign. */
export function parsePostingView(search: URLSearchParams): PostingView {
  return {
    plan: idsOf(search.get('plan'))[0],
    tab: tabs.find((tab) => tab === search.get('tab')) ?? 'assign',
    cells: idsOf(search.get('cells')),
  };
}

export function formatPostingView({ plan, tab, cells }: PostingView): URLSearchParams {
  const search = new URLSearchParams();
  if (plan !== undefined) search.set('plan', String(plan));
  if (tab !== 'assign') search.set('tab', tab);
  if (cells.length > 0) search.set('cells', cells.join('-'));
  return search;
}

/** The address of assigning in some cells of a plan. */
export const postingAddress = (view: Partial<PostingView>) =>
  `/assignments?${formatPostingView({ plan: undefined, tab: 'assign', cells: [], ...view })}`;
