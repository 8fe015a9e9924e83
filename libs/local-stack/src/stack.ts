/** A running PostgreSQL and Kafka, whatever they run on. */
export interface Stack {
  readonly postgres: { readonly host: string; readonly port: number; readonly superuser: string; readonly password: string };
  readonly kafka: {
    readonly brokers: readonly string[];
    /** SASL/SCRAM-SHA-512 users made when the broker was formatted, by principal. */
    readonly credentials: Readonly<Record<string, { readonly username: string; readonly password: string }>>;
  };
  /** What was used: `embedded`, `docker` or `given`, for each part. */
  readonly parts: Readonly<Record<'postgres' | 'kafka', 'embedded' | 'docker' | 'given'>>;
  stop(): Promise<void>;
}
