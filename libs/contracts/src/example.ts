import type { z } from 'zod';
import type { Routing, Stamp } from './event';

type Data<C extends Record<string, z.ZodType>, T extends keyof C> = z.infer<C[T]>;

export type Example<T extends string, D> = (
  data?: Partial<D>,
  beside?: Routing & Stamp,
) => { readonly type: T; readonly data: D } & Routing & Stamp;

/** Makes an example of one event: a function with lawful defaults, each replaceable. Sealed fields are plain, as a decider gives them. */
export const exampleOf =
  <C extends Record<string, z.ZodType>>(_catalogue: C) =>
  <T extends keyof C & string>(type: T, data: Data<C, T>, beside: Routing = {}): Example<T, Data<C, T>> =>
  (otherData = {}, otherwise = {}) => ({
    type,
    data: { ...(data as object), ...(otherData as object) } as Data<C, T>,
    ...beside,
    ...otherwise,
  });
