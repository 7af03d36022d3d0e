/** What a step works out once from its options, so that it need not do so again for every sample. */

/**
 * Calls `make` once for each object, such as parsed options, and gives the same result for it ever after. The result is
 * let go with the object; two runs in one process have options of their own. `rest` must be the same at every call.
 */
export function oncePer<Key extends object, Rest extends readonly unknown[], Value>(
  make: (key: Key, ...rest: Rest) => Value,
): (key: Key, ...rest: Rest) => Value {
  const made = new WeakMap<Key, { readonly value: Value }>();
  return (key, ...rest) => {
    const known = made.get(key) ?? { value: make(key, ...rest) };
    made.set(key, known);
    return known.value;
  };
}
