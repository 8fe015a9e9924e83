/** The field values of a pack, each with the method that FORMAT 2 states. */
export const asserted = (assertions: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(
    Object.entries(assertions).map(([field, value]) => [
      field,
      { value, method: field === 'ageEstimate' ? 'MedicalEstimate' : 'SelfDeclared' },
    ]),
  );
