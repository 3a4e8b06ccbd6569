namespace ActorStream.Types;

/// <summary>Collects the values of one column, row by row. <see cref="Build"/> hands over what was collected and starts anew.</summary>
public abstract class ColumnBuilder
{
    private ulong[]? _nulls;

    /// <summary>Rows collected so far.</summary>
    public int Count { get; private protected set; }

    /// <summary>Adds a NULL.</summary>
    public void AppendNull()
    {
        int words = NullBits.WordCount(Count + 1);
        if (_nulls is null) _nulls = new ulong[Math.Max(words, 16)];
        else if (_nulls.Length < words) Array.Resize(ref _nulls, Math.Max(words, _nulls.Length * 2));
        NullBits.Set(_nulls, Count);
        AppendDefault();
    }

    /// <summary>Whether a row that was added is NULL.</summary>
    public bool IsNull(int row) => _nulls is not null && (uint)(row >> 6) < (uint)_nulls.Length && NullBits.IsNull(_nulls, row);

    /// <summary>Adds the value of row <paramref name="row"/> of a column of the same physical form.</summary>
    public abstract void AppendFrom(Column column, int row);

    /// <summary>Hands over the collected rows as a column and starts anew.</summary>
    public abstract Column Build();

    /// <summary>Takes back everything past <paramref name="count"/> rows, such as a row that turned out not to decode.</summary>
    public virtual void Truncate(int count)
    {
        if (_nulls is not null) NullBits.ClearFrom(_nulls, count);
        Count = count;
    }

    /// <summary>A builder for a type's physical form.</summary>
    public static ColumnBuilder Create(DataType type) => type.Root switch
    {
        TypeRoot.Null or TypeRoot.Boolean => new FixedColumnBuilder<bool>(),
        TypeRoot.TinyInt => new FixedColumnBuilder<sbyte>(),
        TypeRoot.SmallInt => new FixedColumnBuilder<short>(),
        TypeRoot.Int or TypeRoot.Date or TypeRoot.Time or TypeRoot.IntervalYearMonth => new FixedColumnBuilder<int>(),
        TypeRoot.Timestamp or TypeRoot.TimestampLtz when type.HasNanoseconds => new FixedColumnBuilder<Int128>(),
        TypeRoot.BigInt or TypeRoot.Timestamp or TypeRoot.TimestampLtz or TypeRoot.IntervalDayTime => new FixedColumnBuilder<long>(),
        TypeRoot.Float => new FixedColumnBuilder<float>(),
        TypeRoot.Double => new FixedColumnBuilder<double>(),
        TypeRoot.Decimal => type.Precision <= 18 ? new FixedColumnBuilder<long>() : new FixedColumnBuilder<Int128>(),
        TypeRoot.Char or TypeRoot.VarChar or TypeRoot.Binary or TypeRoot.VarBinary => new BytesColumnBuilder(),
        TypeRoot.Array or TypeRoot.Multiset => new ListColumnBuilder(Create(type.Children[0])),
        TypeRoot.Map => new MapColumnBuilder(Create(type.Children[0]), Create(type.Children[1])),
        _ => new RowColumnBuilder([.. type.Children.Select(Create)]),
    };

    private protected abstract void AppendDefault();

    private protected ulong[]? TakeNulls()
    {
        ulong[]? nulls = _nulls;
        _nulls = null;
        if (nulls is null) return null;
        int words = NullBits.WordCount(Count);
        if (nulls.Length < words) Array.Resize(ref nulls, words);
        return nulls;
    }
}
