namespace ActorStream.Connectors.BuiltIn;

/// <summary>The print connector: writes rows to standard output or error as Flink's <c>Row.toString</c> does.</summary>
internal sealed class PrintConnector : ISinkConnector
{
    /// <inheritdoc/>
    public string Identifier => "print";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, DataType> WritableMetadata(TableDefinition table) => new Dictionary<string, DataType>();

    /// <inheritdoc/>
    public ISink CreateSink(TableContext context)
    {
        TableOptions options = context.Options;
        string identifier = options.Take("print-identifier") ?? "";
        bool toError = options.TakeBoolean("standard-error", false);
        int parallelism = options.TakeInt("sink.parallelism", 1, 1);
        ConnectorEnvironment environment = context.Environment;
        var schema = new Schema([.. context.Columns.Select(c => new Field(c.Name, c.Type))]);
        return new PrintSink(schema, identifier, parallelism, toError ? environment.StandardError : environment.StandardOutput);
    }
}
