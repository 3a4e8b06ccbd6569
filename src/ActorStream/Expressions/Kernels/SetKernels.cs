using System.Diagnostics.CodeAnalysis;
using ActorStream.Types;

namespace ActorStream.Expressions.Kernels;

/// <summary>Tests membership in a set of constants that is read when the first batch comes. NULL in the set makes a miss NULL.</summary>
internal abstract class SetKernel(Evaluator value, Evaluator[] items, bool isNegated) : Evaluator
{
    private static readonly Batch OneRow = new([], 1);
    private bool _isLoaded;
    private bool _hasNull;

    public override bool CanFail { get; } = value.CanFail || items.Any(i => i.CanFail);

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        if (!_isLoaded) Load(context);
        Column column = value.Evaluate(batch, context);
        bool[] results = GC.AllocateUninitializedArray<bool>(batch.Count);
        Find(column, results);
        ulong[]? nulls = column.Nulls;
        if (_hasNull)
        {
            nulls = nulls is null ? NullBits.Create(batch.Count) : [.. nulls];
            for (int i = 0; i < results.Length; i++)
            {
                if (!results[i]) NullBits.Set(nulls, i);
            }
        }
        if (isNegated)
        {
            for (int i = 0; i < results.Length; i++) results[i] = !results[i];
        }
        return new FixedColumn<bool>(results, batch.Count, nulls);
    }

    /// <summary>Adds the value of row 0.</summary>
    protected abstract void Add(Column one);

    /// <summary>Tests every row of the column; the answer for a NULL row is arbitrary.</summary>
    protected abstract void Find(Column column, Span<bool> results);

    private void Load(EvaluationContext context)
    {
        foreach (Evaluator item in items)
        {
            Column one = item.Evaluate(OneRow, context);
            if (one.IsNull(0)) _hasNull = true;
            else Add(one);
        }
        _isLoaded = true;
    }
}

/// <summary>A set of values of fixed size.</summary>
internal sealed class FixedSetKernel<T>(Evaluator value, Evaluator[] items, bool isNegated) : SetKernel(value, items, isNegated)
    where T : unmanaged, IEquatable<T>
{
    /// <summary>Up to so many values a scan is faster than a hash.</summary>
    private const int ScanLimit = 8;

    private readonly HashSet<T> _set = [];
    private T[] _few = [];

    protected override void Add(Column one)
    {
        if (_set.Add(one.Get<T>(0)) && _set.Count <= ScanLimit) _few = [.. _set];
    }

    protected override void Find(Column column, Span<bool> results)
    {
        ReadOnlySpan<T> values = ((FixedColumn<T>)column).Span;
        if (_set.Count <= ScanLimit)
        {
            ReadOnlySpan<T> few = _few;
            for (int i = 0; i < results.Length; i++) results[i] = few.Contains(values[i]);
        }
        else
        {
            for (int i = 0; i < results.Length; i++) results[i] = _set.Contains(values[i]);
        }
    }
}

/// <summary>A set of texts or binary values.</summary>
internal sealed class BytesSetKernel : SetKernel
{
    private readonly HashSet<byte[]> _set = new(ByteStringComparer.Instance);
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public BytesSetKernel(Evaluator value, Evaluator[] items, bool isNegated)
        : base(value, items, isNegated) => _lookup = _set.GetAlternateLookup<ReadOnlySpan<byte>>();

    protected override void Add(Column one) => _lookup.Add(one.Bytes(0));

    protected override void Find(Column column, Span<bool> results)
    {
        var values = (BytesColumn)column;
        for (int i = 0; i < results.Length; i++) results[i] = _lookup.Contains(values[i]);
    }
}

/// <summary>Byte strings as keys, looked up by span.</summary>
internal sealed class ByteStringComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static ByteStringComparer Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = new HashCode();
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
