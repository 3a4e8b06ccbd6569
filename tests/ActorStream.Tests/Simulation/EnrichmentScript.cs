using ActorStream.Connectors;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Simulation;

/// <summary>The job of a simulation: a source, a lookup, filters, two sinks; and the connector under which its tables run.</summary>
internal sealed class EnrichmentScript(ILog log, LookupTable lookup, Func<string, ISink> sinks, bool isBounded)
    : IConnectorRegistry, ISourceConnector, ISinkConnector, ILookupConnector
{
    public const string Text = """
        CREATE TABLE events (k STRING, n BIGINT, proc AS PROCTIME()) WITH ('connector' = 'simulated');
        CREATE TABLE dim (k STRING, v STRING, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'simulated');
        CREATE TABLE kept (k STRING, n BIGINT, v STRING) WITH ('connector' = 'simulated');
        CREATE TABLE thirds (k STRING, n BIGINT, v STRING) WITH ('connector' = 'simulated');
        CREATE TEMPORARY VIEW enriched AS
        SELECT e.k, e.n, d.v FROM events AS e LEFT JOIN dim FOR SYSTEM_TIME AS OF e.proc AS d ON NULLIF(e.k, 'c') = d.k;
        EXECUTE STATEMENT SET BEGIN
            INSERT INTO kept SELECT k, n, v FROM enriched WHERE MOD(n, 5) <> 4;
            INSERT INTO thirds SELECT k, n, v FROM enriched WHERE MOD(n, 3) = 0;
        END;
        """;

    /// <summary>The key whose rows look nothing up.</summary>
    public const string NullKey = "c";

    public IReadOnlyList<string> ConnectorIdentifiers => ["simulated"];

    public IReadOnlyList<string> FormatIdentifiers => [];

    public string Identifier => "simulated";

    public static bool IsKept(long number) => number % 5 != 4;

    public static bool IsThird(long number) => number % 3 == 0;

    public IConnector? FindConnector(string identifier) => this;

    public IFormat? FindFormat(string identifier) => null;

    public IReadOnlyDictionary<string, DataType> ReadableMetadata(TableDefinition table) => new Dictionary<string, DataType>();

    public IReadOnlyDictionary<string, DataType> WritableMetadata(TableDefinition table) => new Dictionary<string, DataType>();

    public ISource CreateSource(TableContext context) => new LogTableSource(log, context.Table.Name, isBounded);

    public ISink CreateSink(TableContext context) => sinks(context.Table.Name);

    public LookupTable CreateLookup(TableContext context, IReadOnlyList<string> keyColumns) => lookup;
}
