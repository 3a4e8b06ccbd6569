namespace ActorStream.Expressions;

/// <summary>What a function accepts at one place: a family of types, each with the type that the argument is cast to.</summary>
internal sealed class Parameter
{
    private readonly DataType _whenNull;
    private readonly Func<DataType, DataType?> _accept;

    /// <summary>Makes a family.</summary>
    /// <param name="text">Its name in <see cref="ScalarFunction.Signatures"/>.</param>
    /// <param name="whenNull">The type that an untyped NULL gets.</param>
    /// <param name="accept">The type to cast an argument of this type to (the same for none), or null where it does not fit.</param>
    public Parameter(string text, DataType whenNull, Func<DataType, DataType?> accept)
    {
        Text = text;
        _whenNull = whenNull;
        _accept = accept;
    }

    /// <summary>Its name in signatures.</summary>
    public string Text { get; }

    /// <summary>CHAR or VARCHAR, as it is: both are UTF-8 in a <see cref="Types.BytesColumn"/>.</summary>
    public static Parameter String { get; } = new("STRING", DataType.String, t => t.IsText ? t : null);

    /// <summary>BINARY or VARBINARY, as it is.</summary>
    public static Parameter Bytes { get; } = new("BYTES", DataType.Bytes, t => t.IsBinary ? t : null);

    /// <summary>Text or binary, as it is.</summary>
    public static Parameter StringOrBytes { get; } = new("STRING | BYTES", DataType.String, t => t.IsText || t.IsBinary ? t : null);

    /// <summary>BOOLEAN.</summary>
    public static Parameter Boolean { get; } = new("BOOLEAN", DataType.Boolean, t => t.Root == TypeRoot.Boolean ? t : null);

    /// <summary>TINYINT, SMALLINT or INT, cast to INT.</summary>
    public static Parameter Int { get; } =
        new("INT", DataType.Int, t => t.Root is TypeRoot.TinyInt or TypeRoot.SmallInt or TypeRoot.Int ? DataType.Int : null);

    /// <summary>Any integer, cast to BIGINT.</summary>
    public static Parameter BigInt { get; } = new("BIGINT", DataType.BigInt, t => t.IsInteger ? DataType.BigInt : null);

    /// <summary>Any number, cast to DOUBLE.</summary>
    public static Parameter Double { get; } = new("DOUBLE", DataType.Double, t => t.IsNumeric ? DataType.Double : null);

    /// <summary>Any integer, as it is.</summary>
    public static Parameter Integer { get; } = new("INTEGER_NUMERIC", DataType.Int, t => t.IsInteger ? t : null);

    /// <summary>Any number, as it is.</summary>
    public static Parameter Numeric { get; } = new("NUMERIC", DataType.Int, t => t.IsNumeric ? t : null);

    /// <summary>DECIMAL, and integers cast to the DECIMAL that holds them.</summary>
    public static Parameter Decimal { get; } = new("DECIMAL", DataType.Decimal(10, 0), t => t.Root switch
    {
        TypeRoot.Decimal => t,
        TypeRoot.TinyInt => DataType.Decimal(3, 0),
        TypeRoot.SmallInt => DataType.Decimal(5, 0),
        TypeRoot.Int => DataType.Decimal(10, 0),
        TypeRoot.BigInt => DataType.Decimal(19, 0),
        _ => null,
    });

    /// <summary>DATE.</summary>
    public static Parameter Date { get; } = new("DATE", DataType.Date, t => t.Root == TypeRoot.Date ? t : null);

    /// <summary>TIME.</summary>
    public static Parameter Time { get; } = new("TIME", DataType.Time(0), t => t.Root == TypeRoot.Time ? t : null);

    /// <summary>TIMESTAMP without zone, as it is.</summary>
    public static Parameter Timestamp { get; } =
        new("TIMESTAMP", DataType.Timestamp(3), t => t.Root == TypeRoot.Timestamp ? t : null);

    /// <summary>TIMESTAMP_LTZ, as it is.</summary>
    public static Parameter TimestampLtz { get; } =
        new("TIMESTAMP_LTZ", DataType.TimestampLtz(3), t => t.Root == TypeRoot.TimestampLtz ? t : null);

    /// <summary>TIMESTAMP or TIMESTAMP_LTZ, as it is: tell them apart by the argument's type.</summary>
    public static Parameter AnyTimestamp { get; } =
        new("TIMESTAMP | TIMESTAMP_LTZ", DataType.Timestamp(3), t => t.IsTimestamp ? t : null);

    /// <summary>DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ, as it is.</summary>
    public static Parameter DateTime { get; } = new("DATETIME", DataType.Timestamp(3),
        t => t.IsTimestamp || t.Root is TypeRoot.Date or TypeRoot.Time ? t : null);

    /// <summary>Anything, as it is; an untyped NULL does not fit.</summary>
    public static Parameter Any { get; } = new("ANY", DataType.Null, t => t.Root == TypeRoot.Null ? null : t);

    /// <summary>ARRAY, as it is.</summary>
    public static Parameter Array { get; } = new("ARRAY", DataType.Null, t => t.Root == TypeRoot.Array ? t : null);

    /// <summary>MAP, as it is.</summary>
    public static Parameter Map { get; } = new("MAP", DataType.Null, t => t.Root == TypeRoot.Map ? t : null);

    /// <summary>Another family: any type of this list, as it is.</summary>
    public static Parameter OneOf(string text, DataType whenNull, params TypeRoot[] roots) =>
        new(text, whenNull, t => System.Array.IndexOf(roots, t.Root) >= 0 ? t : null);

    /// <summary>The type that an argument of type <paramref name="type"/> is cast to, with its nullability; null where it does not
    /// fit.</summary>
    public DataType? Accept(DataType type)
    {
        if (type.Root == TypeRoot.Null) return _whenNull.Root == TypeRoot.Null ? null : _whenNull;
        return _accept(type)?.WithNullable(type.IsNullable);
    }
}
