using System.Text;

namespace ActorStream;

/// <summary>A SQL type with its nullability, immutable. <see cref="ToString"/> writes it as Flink's summary string does.</summary>
public sealed class DataType : IEquatable<DataType>
{
    /// <summary>The length that STRING and BYTES stand for.</summary>
    public const int MaxLength = int.MaxValue;

    /// <summary>The most digits that a DECIMAL holds.</summary>
    public const int MaxDecimalPrecision = 38;

    private DataType(TypeRoot root, bool isNullable, int precision, int scale, DataType[] children, string[] fieldNames)
    {
        Root = root;
        IsNullable = isNullable;
        Precision = precision;
        Scale = scale;
        Children = children;
        FieldNames = fieldNames;
    }

    /// <summary>The family.</summary>
    public TypeRoot Root { get; }

    /// <summary>False for NOT NULL.</summary>
    public bool IsNullable { get; }

    /// <summary>Digits of a DECIMAL, fraction digits of a TIME or TIMESTAMP (0–9), length of CHAR, VARCHAR, BINARY, VARBINARY;
    /// leading precision of an interval; else 0.</summary>
    public int Precision { get; }

    /// <summary>Fraction digits of a DECIMAL or of an INTERVAL's seconds; else 0.</summary>
    public int Scale { get; }

    /// <summary>Element type of ARRAY and MULTISET; key and value type of MAP; field types of ROW; else empty.</summary>
    public IReadOnlyList<DataType> Children { get; }

    /// <summary>Field names of ROW; else empty.</summary>
    public IReadOnlyList<string> FieldNames { get; }

    /// <summary>The type of the untyped NULL.</summary>
    public static DataType Null { get; } = Of(TypeRoot.Null);

    /// <summary>BOOLEAN.</summary>
    public static DataType Boolean { get; } = Of(TypeRoot.Boolean);

    /// <summary>TINYINT.</summary>
    public static DataType TinyInt { get; } = Of(TypeRoot.TinyInt);

    /// <summary>SMALLINT.</summary>
    public static DataType SmallInt { get; } = Of(TypeRoot.SmallInt);

    /// <summary>INT.</summary>
    public static DataType Int { get; } = Of(TypeRoot.Int);

    /// <summary>BIGINT.</summary>
    public static DataType BigInt { get; } = Of(TypeRoot.BigInt);

    /// <summary>FLOAT.</summary>
    public static DataType Float { get; } = Of(TypeRoot.Float);

    /// <summary>DOUBLE.</summary>
    public static DataType Double { get; } = Of(TypeRoot.Double);

    /// <summary>STRING, which is VARCHAR(2147483647).</summary>
    public static DataType String { get; } = Of(TypeRoot.VarChar, MaxLength);

    /// <summary>BYTES, which is VARBINARY(2147483647).</summary>
    public static DataType Bytes { get; } = Of(TypeRoot.VarBinary, MaxLength);

    /// <summary>DATE.</summary>
    public static DataType Date { get; } = Of(TypeRoot.Date);

    /// <summary>DECIMAL(precision, scale).</summary>
    public static DataType Decimal(int precision, int scale) => Of(TypeRoot.Decimal, precision, scale);

    /// <summary>CHAR(length).</summary>
    public static DataType Char(int length) => Of(TypeRoot.Char, length);

    /// <summary>VARCHAR(length).</summary>
    public static DataType VarChar(int length) => Of(TypeRoot.VarChar, length);

    /// <summary>BINARY(length).</summary>
    public static DataType Binary(int length) => Of(TypeRoot.Binary, length);

    /// <summary>VARBINARY(length).</summary>
    public static DataType VarBinary(int length) => Of(TypeRoot.VarBinary, length);

    /// <summary>TIME(precision).</summary>
    public static DataType Time(int precision) => Of(TypeRoot.Time, precision);

    /// <summary>TIMESTAMP(precision).</summary>
    public static DataType Timestamp(int precision) => Of(TypeRoot.Timestamp, precision);

    /// <summary>TIMESTAMP_LTZ(precision).</summary>
    public static DataType TimestampLtz(int precision) => Of(TypeRoot.TimestampLtz, precision);

    /// <summary>INTERVAL YEAR TO MONTH.</summary>
    public static DataType IntervalYearMonth { get; } = Of(TypeRoot.IntervalYearMonth, 2);

    /// <summary>INTERVAL DAY TO SECOND(scale), kept to the millisecond as Flink does.</summary>
    public static DataType IntervalDayTime { get; } = Of(TypeRoot.IntervalDayTime, 2, 3);

    /// <summary>ARRAY&lt;element&gt;.</summary>
    public static DataType Array(DataType element) => new(TypeRoot.Array, true, 0, 0, [element], []);

    /// <summary>MULTISET&lt;element&gt;.</summary>
    public static DataType Multiset(DataType element) => new(TypeRoot.Multiset, true, 0, 0, [element], []);

    /// <summary>MAP&lt;key, value&gt;.</summary>
    public static DataType Map(DataType key, DataType value) => new(TypeRoot.Map, true, 0, 0, [key, value], []);

    /// <summary>ROW&lt;name type, …&gt;.</summary>
    public static DataType Row(IReadOnlyList<string> names, IReadOnlyList<DataType> types)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(types.Count, names.Count);
        return new(TypeRoot.Row, true, 0, 0, [.. types], [.. names]);
    }

    /// <summary>The same type, nullable or not.</summary>
    public DataType WithNullable(bool isNullable) =>
        isNullable == IsNullable ? this : new(Root, isNullable, Precision, Scale, (DataType[])Children, (string[])FieldNames);

    /// <summary>The same type, NOT NULL.</summary>
    public DataType NotNull() => WithNullable(false);

    /// <summary>The same type, nullable.</summary>
    public DataType Nullable() => WithNullable(true);

    /// <summary>True for TINYINT, SMALLINT, INT, BIGINT.</summary>
    public bool IsInteger => Root is TypeRoot.TinyInt or TypeRoot.SmallInt or TypeRoot.Int or TypeRoot.BigInt;

    /// <summary>True for FLOAT and DOUBLE.</summary>
    public bool IsApproximate => Root is TypeRoot.Float or TypeRoot.Double;

    /// <summary>True for integers, FLOAT, DOUBLE and DECIMAL.</summary>
    public bool IsNumeric => IsInteger || IsApproximate || Root == TypeRoot.Decimal;

    /// <summary>True for CHAR and VARCHAR.</summary>
    public bool IsText => Root is TypeRoot.Char or TypeRoot.VarChar;

    /// <summary>True for BINARY and VARBINARY.</summary>
    public bool IsBinary => Root is TypeRoot.Binary or TypeRoot.VarBinary;

    /// <summary>True for TIMESTAMP and TIMESTAMP_LTZ.</summary>
    public bool IsTimestamp => Root is TypeRoot.Timestamp or TypeRoot.TimestampLtz;

    /// <summary>True for TIMESTAMP and TIMESTAMP_LTZ of 7 to 9 fraction digits, which are kept in nanoseconds.</summary>
    public bool HasNanoseconds => IsTimestamp && Precision > 6;

    /// <summary>True for both interval families.</summary>
    public bool IsInterval => Root is TypeRoot.IntervalYearMonth or TypeRoot.IntervalDayTime;

    /// <summary>True for ARRAY, MAP, MULTISET and ROW.</summary>
    public bool IsNested => Root is TypeRoot.Array or TypeRoot.Map or TypeRoot.Multiset or TypeRoot.Row;

    /// <inheritdoc/>
    public bool Equals(DataType? other) => other is not null && IsNullable == other.IsNullable && EqualsIgnoringNullability(other);

    /// <summary>Equality of the types without their own nullability (that of nested types counts).</summary>
    public bool EqualsIgnoringNullability(DataType other) =>
        Root == other.Root && Precision == other.Precision && Scale == other.Scale
        && Children.SequenceEqual(other.Children) && FieldNames.SequenceEqual(other.FieldNames, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DataType);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Root, IsNullable, Precision, Scale, Children.Count);

    /// <summary>The type as Flink's summary string writes it, such as <c>DECIMAL(10, 2) NOT NULL</c>.</summary>
    public override string ToString()
    {
        string text = Root switch
        {
            TypeRoot.Null => "NULL",
            TypeRoot.Boolean => "BOOLEAN",
            TypeRoot.TinyInt => "TINYINT",
            TypeRoot.SmallInt => "SMALLINT",
            TypeRoot.Int => "INT",
            TypeRoot.BigInt => "BIGINT",
            TypeRoot.Float => "FLOAT",
            TypeRoot.Double => "DOUBLE",
            TypeRoot.Decimal => $"DECIMAL({Precision}, {Scale})",
            TypeRoot.Char => $"CHAR({Precision})",
            TypeRoot.VarChar => Precision == MaxLength ? "STRING" : $"VARCHAR({Precision})",
            TypeRoot.Binary => $"BINARY({Precision})",
            TypeRoot.VarBinary => Precision == MaxLength ? "BYTES" : $"VARBINARY({Precision})",
            TypeRoot.Date => "DATE",
            TypeRoot.Time => $"TIME({Precision})",
            TypeRoot.Timestamp => $"TIMESTAMP({Precision})",
            TypeRoot.TimestampLtz => $"TIMESTAMP_LTZ({Precision})",
            TypeRoot.IntervalYearMonth => "INTERVAL MONTH",
            TypeRoot.IntervalDayTime => $"INTERVAL SECOND({Scale})",
            TypeRoot.Array => $"ARRAY<{Children[0]}>",
            TypeRoot.Multiset => $"MULTISET<{Children[0]}>",
            TypeRoot.Map => $"MAP<{Children[0]}, {Children[1]}>",
            _ => RowText(),
        };
        return IsNullable || Root == TypeRoot.Null ? text : text + " NOT NULL";
    }

    private static DataType Of(TypeRoot root, int precision = 0, int scale = 0) => new(root, true, precision, scale, [], []);

    private string RowText()
    {
        var text = new StringBuilder("ROW<");
        for (int i = 0; i < FieldNames.Count; i++)
        {
            if (i > 0) text.Append(", ");
            text.Append('`').Append(FieldNames[i].Replace("`", "``", StringComparison.Ordinal)).Append("` ").Append(Children[i]);
        }
        return text.Append('>').ToString();
    }
}
