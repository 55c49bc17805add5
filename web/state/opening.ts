import { sharesMaxZoom, zoomToFit } from '../desk/shares.ts';
import type { Plan } from '../types.ts';
import { areaCellsQuery, areasQuery, choosePlan, plansQuery, statesQuery } from './map-data.ts';
import { currentBounds } from './period.ts';
import { queryClient } from './query-client.ts';
import { sessionQuery } from './session.ts';
import { type Camera, parseView } from './view.ts';

/** Whether the map will probably open so far out that areas are told in place of cells; a mistake costs a request. */
function opensFarOut({ bounds, cells }: Plan, camera: Camera | undefined): boolean {
  if (!bounds) return false;
  const zoom = camera ? camera.zoom : zoomToFit(bounds, innerWidth, innerHeight);
  return zoom < sharesMaxZoom(bounds, cells);
}

/**
 * Asks for all that colours the map, each as soon as it can be asked, while the page's code is still being loaded: the
 * server answers meanwhile instead of afterwards. What fails here is asked again, and told, by the page itself.
 */
export function askForMapPage(): void {
  const failing = (error: unknown) => console.debug('asked too early', error);
  const ask = async () => {
    if (!(await queryClient.ensureQueryData(sessionQuery))) return;
    void queryClient.prefetchQuery(areasQuery);
    const { plans } = await queryClient.ensureQueryData(plansQuery);
    const view = parseView(new URLSearchParams(location.search));
    const plan = choosePlan(plans, view.plan);
    if (!plan) return;
    const bounds = currentBounds(view.period);
    void queryClient.prefetchQuery(statesQuery({ plan: plan.id, ...bounds }));
    if (opensFarOut(plan, view.camera)) void queryClient.prefetchQuery(areaCellsQuery(plan));
  };
  ask().catch(failing);
}
