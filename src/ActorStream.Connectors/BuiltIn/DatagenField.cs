using ActorStream.Types;

namespace ActorStream.Connectors.BuiltIn;

/// <summary>Makes the values of one column.</summary>
internal abstract class DatagenField
{
    private readonly ulong _seed;
    private readonly double _nullRate;

    /// <summary>Makes a generator.</summary>
    protected DatagenField(DataType type, ulong seed, double nullRate)
    {
        Type = type;
        _seed = seed;
        _nullRate = nullRate;
    }

    /// <summary>The column's type.</summary>
    public DataType Type { get; }

    /// <summary>How many values there are, or null where they never end.</summary>
    public virtual long? Count => null;

    /// <summary>Takes a column's options and makes its generator.</summary>
    /// <param name="type">The type.</param>
    /// <param name="options">The options, seen through <c>fields.NAME.</c></param>
    /// <param name="seed">The column's seed.</param>
    /// <param name="isTop">Whether it is a column, which may be a sequence, or nested in one.</param>
    public static DatagenField Create(DataType type, TableOptions options, ulong seed, bool isTop)
    {
        bool isSequence = options.TakeChoice("kind", false, ("random", false), ("sequence", true));
        if (isSequence)
        {
            bool canCount = isTop && (type.IsText || type.IsNumeric);
            if (!canCount) throw options.Wrong("kind", $"random for the type {type}", "sequence");
            return new DatagenSequence(type, options, seed);
        }
        double nullRate = TakeRate(options);
        ulong inner = seed * 31 + 1;
        return type.Root switch
        {
            TypeRoot.Array or TypeRoot.Multiset => new DatagenList(
                type,
                seed,
                nullRate,
                options.TakeInt("length", 3, 0),
                Create(type.Children[0], options.WithPrefix("element."), inner, false)),
            TypeRoot.Map => new DatagenMap(
                type,
                seed,
                nullRate,
                options.TakeInt("length", 3, 0),
                Create(type.Children[0], options.WithPrefix("key."), inner, false),
                Create(type.Children[1], options.WithPrefix("value."), inner + 1, false)),
            TypeRoot.Row => new DatagenRow(
                type,
                seed,
                nullRate,
                [.. type.Children.Select((c, i) => Create(c, options.WithPrefix(type.FieldNames[i] + "."), inner + (ulong)i, false))]),
            _ => new DatagenScalar(type, options, seed, nullRate),
        };
    }

    /// <summary>Adds the value of a row.</summary>
    /// <param name="target">The builder of the type.</param>
    /// <param name="row">The row's position.</param>
    /// <param name="nowMicros">The time, microseconds since 1970.</param>
    public void Add(ColumnBuilder target, long row, long nowMicros)
    {
        var random = new DatagenRandom(_seed, row);
        if (_nullRate > 0 && random.NextDouble() < _nullRate) target.AppendNull();
        else AddValue(target, row, ref random, nowMicros);
    }

    /// <summary>Adds a value that is not NULL.</summary>
    protected abstract void AddValue(ColumnBuilder target, long row, ref DatagenRandom random, long nowMicros);

    /// <summary>Adds a whole number in the type's physical form; of DECIMAL the unscaled value.</summary>
    protected static void AddNumber(ColumnBuilder target, long value)
    {
        switch (target)
        {
            case FixedColumnBuilder<sbyte> tiny:
                tiny.Append((sbyte)value);
                break;
            case FixedColumnBuilder<short> small:
                small.Append((short)value);
                break;
            case FixedColumnBuilder<int> whole:
                whole.Append((int)value);
                break;
            case FixedColumnBuilder<long> big:
                big.Append(value);
                break;
            case FixedColumnBuilder<Int128> wide:
                wide.Append(value);
                break;
            case FixedColumnBuilder<float> single:
                single.Append(value);
                break;
            default:
                ((FixedColumnBuilder<double>)target).Append(value);
                break;
        }
    }

    private static double TakeRate(TableOptions options)
    {
        string? text = options.Take("null-rate");
        if (text is null) return 0;
        bool known = double.TryParse(text, out double rate) && rate is >= 0 and <= 1;
        return known ? rate : throw options.Wrong("null-rate", "a number from 0 to 1", text);
    }
}

/// <summary>Makes the numbers from <c>start</c> to <c>end</c>, one a row.</summary>
internal sealed class DatagenSequence : DatagenField
{
    private readonly long _start;
    private readonly long _unit;

    /// <summary>Takes the options.</summary>
    public DatagenSequence(DataType type, TableOptions options, ulong seed)
        : base(type, seed, 0)
    {
        (long least, long most) = DatagenScalar.RangeOf(type);
        options.TakeRequired("start");
        options.TakeRequired("end");
        _start = options.TakeLong("start", least, most)!.Value;
        long end = options.TakeLong("end", _start, most)!.Value;
        Count = (long)Math.Min((ulong)(end - _start), long.MaxValue - 1) + 1;
        _unit = type.Root == TypeRoot.Decimal ? DatagenScalar.UnitOf(type) : 1;
    }

    /// <inheritdoc/>
    public override long? Count { get; }

    /// <inheritdoc/>
    protected override void AddValue(ColumnBuilder target, long row, ref DatagenRandom random, long nowMicros)
    {
        long value = _start + row;
        if (target is BytesColumnBuilder text)
        {
            Span<byte> room = text.Reserve(24);
            value.TryFormat(room, out int written);
            text.AppendReserved(written);
        }
        else if (target is FixedColumnBuilder<Int128> wide) wide.Append((Int128)value * _unit);
        else AddNumber(target, value * _unit);
    }
}

/// <summary>Makes arrays and multisets of a fixed number of elements.</summary>
internal sealed class DatagenList(DataType type, ulong seed, double nullRate, int length, DatagenField element)
    : DatagenField(type, seed, nullRate)
{
    /// <inheritdoc/>
    protected override void AddValue(ColumnBuilder target, long row, ref DatagenRandom random, long nowMicros)
    {
        var list = (ListColumnBuilder)target;
        for (int i = 0; i < length; i++) element.Add(list.Elements, row * length + i, nowMicros);
        list.EndRow();
    }
}

/// <summary>Makes maps of a fixed number of entries.</summary>
internal sealed class DatagenMap(DataType type, ulong seed, double nullRate, int length, DatagenField key, DatagenField value)
    : DatagenField(type, seed, nullRate)
{
    /// <inheritdoc/>
    protected override void AddValue(ColumnBuilder target, long row, ref DatagenRandom random, long nowMicros)
    {
        var map = (MapColumnBuilder)target;
        for (int i = 0; i < length; i++)
        {
            key.Add(map.Keys, row * length + i, nowMicros);
            value.Add(map.Values, row * length + i, nowMicros);
        }
        map.EndRow();
    }
}

/// <summary>Makes nested rows.</summary>
internal sealed class DatagenRow(DataType type, ulong seed, double nullRate, DatagenField[] fields) : DatagenField(type, seed, nullRate)
{
    /// <inheritdoc/>
    protected override void AddValue(ColumnBuilder target, long row, ref DatagenRandom random, long nowMicros)
    {
        var nested = (RowColumnBuilder)target;
        for (int i = 0; i < fields.Length; i++) fields[i].Add(nested.Fields[i], row, nowMicros);
        nested.EndRow();
    }
}
