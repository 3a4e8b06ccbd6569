namespace ActorStream.Connectors.Formats.Json;

/// <summary>Makes the reader of a type.</summary>
internal sealed class JsonColumns(JsonOptions options, string table, bool exactNumbers)
{
    /// <summary>Whether a type is, or holds, a DECIMAL.</summary>
    public static bool HasDecimal(DataType type) => type.Root == TypeRoot.Decimal || type.Children.Any(HasDecimal);

    /// <summary>The reader.</summary>
    /// <exception cref="ActorStreamException">JSON has no such type.</exception>
    public JsonColumn Create(DataType type)
    {
        bool ignore = options.IgnoreParseErrors;
        return type.Root switch
        {
            TypeRoot.Boolean => new JsonBooleanColumn(type, ignore),
            TypeRoot.TinyInt => new JsonIntegerColumn<sbyte>(type, ignore),
            TypeRoot.SmallInt => new JsonIntegerColumn<short>(type, ignore),
            TypeRoot.Int or TypeRoot.IntervalYearMonth => new JsonIntegerColumn<int>(type, ignore),
            TypeRoot.BigInt or TypeRoot.IntervalDayTime => new JsonIntegerColumn<long>(type, ignore),
            TypeRoot.Float => new JsonFloatColumn(type, ignore),
            TypeRoot.Double => new JsonDoubleColumn(type, ignore),
            TypeRoot.Decimal when type.Precision <= 18 => new JsonDecimalColumn<long>(type, ignore),
            TypeRoot.Decimal => new JsonDecimalColumn<Int128>(type, ignore),
            TypeRoot.Char or TypeRoot.VarChar => new JsonTextColumn(type, ignore, exactNumbers),
            TypeRoot.Binary or TypeRoot.VarBinary => new JsonBinaryColumn(type, ignore),
            TypeRoot.Date => new JsonDateColumn(type, ignore),
            TypeRoot.Time => new JsonTimeColumn(type, ignore),
            TypeRoot.Timestamp or TypeRoot.TimestampLtz when type.HasNanoseconds =>
                new JsonNanosecondColumn(type, ignore, options.TimestampFormat),
            TypeRoot.Timestamp or TypeRoot.TimestampLtz => new JsonTimestampColumn(type, ignore, options.TimestampFormat),
            TypeRoot.Array => new JsonArrayColumn(type, ignore, Create(type.Children[0])),
            TypeRoot.Map => CreateMap(type, type.Children[1]),
            TypeRoot.Multiset => new JsonMultisetColumn(type, ignore, CreateMap(type, DataType.Int)),
            TypeRoot.Row => new JsonRowColumn(type, ignore, [.. type.Children.Select(Create)], options.FailOnMissingField),
            _ => throw Unsupported(type),
        };
    }

    private JsonMapColumn CreateMap(DataType type, DataType value)
    {
        if (!type.Children[0].IsText) throw Unsupported(type);
        return new JsonMapColumn(type, options.IgnoreParseErrors, Create(type.Children[0]), Create(value));
    }

    private ActorStreamException Unsupported(DataType type) => new(
        $"The json format of table \"{table}\" has no form for the type {type}.",
        ErrorDomain.User,
        hint: type.Children.Count > 0 ? "Keys of maps must be STRING." : null);
}
