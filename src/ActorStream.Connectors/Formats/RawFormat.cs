using System.Text;
using ActorStream.Connectors.Formats.Raw;

namespace ActorStream.Connectors.Formats;

/// <summary>The raw format: the payload is the one column's value.</summary>
internal sealed class RawFormat : IFormat
{
    /// <inheritdoc/>
    public string Identifier => "raw";

    /// <inheritdoc/>
    public ChangelogMode ChangelogMode => ChangelogMode.InsertOnly;

    /// <inheritdoc/>
    public IDecoder CreateDecoder(
        IReadOnlyList<Field> physical, IReadOnlyList<Field> produced, TableOptions options, ConnectorEnvironment environment) =>
        new RawDecoder(Only(physical, options), TakeCharset(options), TakeIsLittleEndian(options), produced.Count > 0);

    /// <inheritdoc/>
    public IEncoder CreateEncoder(IReadOnlyList<Field> columns, TableOptions options, ConnectorEnvironment environment) =>
        new RawEncoder(Only(columns, options), TakeCharset(options), TakeIsLittleEndian(options));

    private static Field Only(IReadOnlyList<Field> columns, TableOptions options)
    {
        if (columns.Count != 1)
        {
            throw new ActorStreamException(
                $"The raw format takes one physical column, but table \"{options.Table}\" has {columns.Count}: "
                    + string.Join(", ", columns.Select(c => c.Name)) + ".",
                ErrorDomain.User);
        }
        DataType type = columns[0].Type;
        bool known = type.IsText || type.IsBinary || type.IsInteger || type.IsApproximate || type.Root == TypeRoot.Boolean;
        if (known) return columns[0];
        throw new ActorStreamException(
            $"The raw format has no form for column \"{columns[0].Name}\" of type {type} of table \"{options.Table}\".",
            ErrorDomain.User,
            hint: "It takes BOOLEAN, TINYINT to BIGINT, FLOAT, DOUBLE, text and binary.");
    }

    private static Encoding TakeCharset(TableOptions options)
    {
        string? name = options.Take("charset");
        if (name is null) return Encoding.UTF8;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            throw options.Wrong("charset", "a known character set such as 'UTF-8' or 'ISO-8859-1'", name);
        }
    }

    private static bool TakeIsLittleEndian(TableOptions options) =>
        options.TakeChoice("endianness", false, ("big-endian", false), ("little-endian", true));
}
