namespace ActorStream.Connectors.Formats;

/// <summary>
/// Finds the formats that a table's options name. <c>'format' = 'json'</c> has its options under <c>json.</c>,
/// <c>'value.format' = 'json'</c> under <c>value.json.</c>, <c>'key.format' = 'json'</c> under <c>key.json.</c>.
/// </summary>
internal static class FormatResolver
{
    /// <summary>The format of <c>format</c>, which must be given (filesystem).</summary>
    public static TableFormat Take(TableContext context) => Find(context, "format", "") ?? throw Missing(context, "'format'");

    /// <summary>The format of the value: <c>format</c> or <c>value.format</c>, one of which must be given (kafka).</summary>
    public static TableFormat TakeValue(TableContext context)
    {
        if (context.Options.Contains("format") && context.Options.Contains("value.format"))
        {
            throw new ActorStreamException(
                $"Table \"{context.Options.Table}\" has both 'format' and 'value.format'.", ErrorDomain.User, hint: "Keep one of them.");
        }
        return Find(context, "format", "")
            ?? Find(context, "value.format", "value.")
            ?? throw Missing(context, "'format' or 'value.format'");
    }

    /// <summary>The format of the key: <c>key.format</c>, or null where it is not given.</summary>
    public static TableFormat? TakeKey(TableContext context) => Find(context, "key.format", "key.");

    private static TableFormat? Find(TableContext context, string option, string prefix)
    {
        TableOptions options = context.Options;
        string? identifier = options.Take(option);
        if (identifier is null) return null;
        IConnectorRegistry registry = context.Environment.Registry;
        IFormat format = registry.FindFormat(identifier)
            ?? throw options.Wrong(option, "one of " + string.Join(", ", registry.FormatIdentifiers.Select(f => $"'{f}'")), identifier);
        return new TableFormat(format, options.WithPrefix(prefix + identifier + "."), context.Environment);
    }

    private static ActorStreamException Missing(TableContext context, string options) => new(
        $"Table \"{context.Options.Table}\" lacks the option {options}.",
        ErrorDomain.User,
        hint: "Formats are: " + string.Join(", ", context.Environment.Registry.FormatIdentifiers) + ".");
}
