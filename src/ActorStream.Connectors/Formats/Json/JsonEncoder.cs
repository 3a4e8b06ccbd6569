using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Json;

/// <summary>Rows to JSON objects, written straight into the output's buffer.</summary>
internal sealed class JsonEncoder : IEncoder
{
    private readonly JsonObjectWriter _rows;
    private readonly JsonOptions _options;
    private readonly string _table;

    /// <summary>Makes an encoder of these columns.</summary>
    public JsonEncoder(IReadOnlyList<Field> columns, JsonOptions options, string table)
    {
        _options = options;
        _table = table;
        _rows = new JsonObjectWriter(
            [.. columns.Select(c => c.Name)], [.. columns.Select(c => Create(c.Type))], options.EncodeIgnoreNullFields);
    }

    /// <inheritdoc/>
    public void Encode(Batch batch, BytesColumnBuilder output)
    {
        _rows.Bind(batch.Columns);
        for (int row = 0; row < batch.Count; row++)
        {
            long room = _rows.MaxLength(row);
            if (room > Array.MaxLength) throw new ActorStreamException(
                $"A row of table \"{_table}\" is too large to be written as JSON.", ErrorDomain.User, hint: "Make its texts smaller.");
            output.AppendReserved(_rows.Write(row, output.Reserve((int)room)));
        }
    }

    private JsonWriter Create(DataType type) => type.Root switch
    {
        TypeRoot.Null => new JsonNullWriter(),
        TypeRoot.Boolean => new JsonBooleanWriter(),
        TypeRoot.TinyInt => new JsonIntegerWriter<sbyte>(),
        TypeRoot.SmallInt => new JsonIntegerWriter<short>(),
        TypeRoot.Int or TypeRoot.IntervalYearMonth => new JsonIntegerWriter<int>(),
        TypeRoot.BigInt or TypeRoot.IntervalDayTime => new JsonIntegerWriter<long>(),
        TypeRoot.Float => new JsonFloatWriter(),
        TypeRoot.Double => new JsonDoubleWriter(),
        TypeRoot.Decimal when type.Precision <= 18 => new JsonDecimalWriter(type.Scale, _options.EncodeDecimalAsPlainNumber),
        TypeRoot.Decimal => new JsonWideDecimalWriter(type.Scale, _options.EncodeDecimalAsPlainNumber),
        TypeRoot.Char or TypeRoot.VarChar => new JsonTextWriter(),
        TypeRoot.Binary or TypeRoot.VarBinary => new JsonBinaryWriter(),
        TypeRoot.Date => new JsonDateWriter(),
        TypeRoot.Time => new JsonTimeWriter(),
        TypeRoot.Timestamp or TypeRoot.TimestampLtz when type.HasNanoseconds =>
            new JsonNanosecondWriter(_options.TimestampFormat, type.Root == TypeRoot.TimestampLtz),
        TypeRoot.Timestamp => new JsonTimestampWriter(_options.TimestampFormat, isInstant: false),
        TypeRoot.TimestampLtz => new JsonTimestampWriter(_options.TimestampFormat, isInstant: true),
        TypeRoot.Array => new JsonArrayWriter(Create(type.Children[0])),
        TypeRoot.Map when type.Children[0].IsText => new JsonMapWriter(
            Create(type.Children[1]), _options.MapNullKeyMode, _options.MapNullKeyLiteral),
        TypeRoot.Multiset when type.Children[0].IsText => new JsonMultisetWriter(),
        TypeRoot.Row => new JsonObjectWriter(type.FieldNames, [.. type.Children.Select(Create)], _options.EncodeIgnoreNullFields),
        _ => throw new ActorStreamException(
            $"The json format of table \"{_table}\" has no form for the type {type}.",
            ErrorDomain.User,
            hint: type.Children.Count > 0 ? "Keys of maps must be STRING." : null),
    };
}
