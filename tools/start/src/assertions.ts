/** The field values of a pack, each with the method that FORMAT 2 states; of codes given twice, each once. */
export const asserted = (assertions: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(
    Object.entries(assertions).map(([field, value]) => [
      field,
      {
        value: Array.isArray(value) ? [...new Set(value)] : value,
        method: field === 'ageEstimate' ? 'MedicalEstimate' : 'SelfDeclared',
      },
    ]),
  );
