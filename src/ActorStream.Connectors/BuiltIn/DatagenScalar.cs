using System.Globalization;
using ActorStream.Types;

namespace ActorStream.Connectors.BuiltIn;

/// <summary>Makes random values of types that hold no others.</summary>
internal sealed class DatagenScalar : DatagenField
{
    private const int DefaultLength = 100;
    private const long DayMicros = 86_400_000_000;

    private readonly long _least;
    private readonly long _most;
    private readonly double _leastDouble;
    private readonly double _mostDouble;
    private readonly int _length;
    private readonly bool _isLengthVarying;
    private readonly long _maxPastMicros;

    /// <summary>Takes the options that the type has.</summary>
    public DatagenScalar(DataType type, TableOptions options, ulong seed, double nullRate)
        : base(type, seed, nullRate)
    {
        if (type.IsText || type.IsBinary)
        {
            bool isFixed = type.Root is TypeRoot.Char or TypeRoot.Binary;
            int most = type.Precision;
            _length = isFixed ? most : options.TakeInt("length", Math.Min(DefaultLength, most), 1, most);
            _isLengthVarying = !isFixed && options.TakeBoolean("var-len", false);
        }
        else if (type.IsTimestamp) _maxPastMicros = (long)(options.TakeDuration("max-past") ?? TimeSpan.Zero).TotalMicroseconds;
        else if (type.IsApproximate || type.Root == TypeRoot.Decimal) (_leastDouble, _mostDouble) = TakeDoubles(type, options);
        else if (type.IsInteger || type.IsInterval)
        {
            (long least, long most) = RangeOf(type);
            _least = options.TakeLong("min", least, most) ?? least;
            _most = options.TakeLong("max", _least, most) ?? most;
        }
    }

    /// <summary>The least and greatest whole number of a type.</summary>
    public static (long Least, long Most) RangeOf(DataType type) => type.Root switch
    {
        TypeRoot.TinyInt => (sbyte.MinValue, sbyte.MaxValue),
        TypeRoot.SmallInt => (short.MinValue, short.MaxValue),
        TypeRoot.Int => (int.MinValue, int.MaxValue),
        TypeRoot.IntervalYearMonth => (0, 120_000),
        TypeRoot.Decimal when type.Precision - type.Scale < 19 =>
            (1 - Power(type.Precision - type.Scale), Power(type.Precision - type.Scale) - 1),
        _ => (long.MinValue, long.MaxValue),
    };

    /// <summary>The unscaled value of a DECIMAL's 1.</summary>
    public static long UnitOf(DataType type) => Power(Math.Min(18, type.Scale));

    /// <inheritdoc/>
    protected override void AddValue(ColumnBuilder target, long row, ref DatagenRandom random, long nowMicros)
    {
        switch (Type.Root)
        {
            case TypeRoot.Boolean or TypeRoot.Null:
                ((FixedColumnBuilder<bool>)target).Append((random.Next() & 1) != 0);
                break;
            case TypeRoot.Float:
                ((FixedColumnBuilder<float>)target).Append((float)Between(ref random));
                break;
            case TypeRoot.Double:
                ((FixedColumnBuilder<double>)target).Append(Between(ref random));
                break;
            case TypeRoot.Decimal:
                AddDecimal(target, (decimal)Between(ref random));
                break;
            case TypeRoot.Date:
                ((FixedColumnBuilder<int>)target).Append((int)(nowMicros / DayMicros));
                break;
            case TypeRoot.Time:
                ((FixedColumnBuilder<int>)target).Append((int)(nowMicros % DayMicros / 1_000_000 * 1000));
                break;
            case TypeRoot.Timestamp or TypeRoot.TimestampLtz:
                long micros = nowMicros - (_maxPastMicros == 0 ? 0 : random.NextLong(0, _maxPastMicros));
                micros = Formats.TimeText.Truncate(micros, Math.Min(3, Type.Precision));
                if (target is FixedColumnBuilder<Int128> nanos) nanos.Append(DateTimeMath.ToNanos(micros));
                else ((FixedColumnBuilder<long>)target).Append(micros);
                break;
            case TypeRoot.Char or TypeRoot.VarChar:
                AddText((BytesColumnBuilder)target, ref random);
                break;
            case TypeRoot.Binary or TypeRoot.VarBinary:
                AddBinary((BytesColumnBuilder)target, ref random);
                break;
            default:
                AddNumber(target, random.NextLong(_least, _most));
                break;
        }
    }

    private static (double Least, double Most) TakeDoubles(DataType type, TableOptions options)
    {
        double bound = type.Root switch
        {
            TypeRoot.Float => float.MaxValue,
            TypeRoot.Double => double.MaxValue,
            // What a 96-bit decimal surely holds.
            _ => Math.Pow(10, Math.Min(15, type.Precision - type.Scale)) - Math.Pow(10, -Math.Min(15, type.Scale)),
        };
        double least = TakeDouble(options, "min", -bound, bound) ?? (type.Root == TypeRoot.Decimal ? 0 : -bound);
        double most = TakeDouble(options, "max", least, bound) ?? bound;
        if (most <= least) throw options.Wrong("max", $"greater than {least}", options.Take("max")!);
        return (least, most);
    }

    private static double? TakeDouble(TableOptions options, string key, double least, double most)
    {
        string? text = options.Take(key);
        if (text is null) return null;
        bool known = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        return known && value >= least && value <= most ? value : throw options.Wrong(key, $"a number from {least} to {most}", text);
    }

    private static long Power(int digits)
    {
        long power = 1;
        for (int i = 0; i < digits; i++) power *= 10;
        return power;
    }

    private double Between(ref DatagenRandom random)
    {
        double part = random.NextDouble();
        return _leastDouble * (1 - part) + _mostDouble * part;
    }

    private void AddDecimal(ColumnBuilder target, decimal value)
    {
        decimal rounded = Math.Round(value, Math.Min(15, Type.Scale), MidpointRounding.AwayFromZero);
        Int128 unscaled = (Int128)(rounded * Power(Math.Min(15, Type.Scale)));
        for (int i = 15; i < Type.Scale; i++) unscaled *= 10;
        if (target is FixedColumnBuilder<long> narrow) narrow.Append((long)unscaled);
        else ((FixedColumnBuilder<Int128>)target).Append(unscaled);
    }

    private int Length(ref DatagenRandom random) => _isLengthVarying ? (int)random.NextLong(1, _length) : _length;

    private void AddText(BytesColumnBuilder target, ref DatagenRandom random)
    {
        Span<byte> text = target.AppendUninitialized(Length(ref random));
        ulong bits = 0;
        for (int i = 0; i < text.Length; i++, bits >>= 4)
        {
            if ((i & 15) == 0) bits = random.Next();
            text[i] = "0123456789abcdef"u8[(int)(bits & 15)];
        }
    }

    private void AddBinary(BytesColumnBuilder target, ref DatagenRandom random)
    {
        Span<byte> bytes = target.AppendUninitialized(Length(ref random));
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)random.Next();
    }
}
