using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>TRIM of any of some characters at one or both ends, without copying bytes.</summary>
internal sealed class TrimEvaluator(Evaluator text, Evaluator characters, bool atStart, bool atEnd) : Evaluator
{
    public override bool CanFail { get; } = text.CanFail || characters.CanFail;

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        var texts = (BytesColumn)text.Evaluate(batch, context);
        var sets = (BytesColumn)characters.Evaluate(batch, context);
        int count = batch.Count;
        int[] starts = GC.AllocateUninitializedArray<int>(count);
        int[] lengths = GC.AllocateUninitializedArray<int>(count);
        ulong[]? nulls = NullBits.Union(texts.Nulls, sets.Nulls);
        for (int i = 0; i < count; i++)
        {
            (starts[i], lengths[i]) = (0, 0);
            if (NullBits.IsNull(nulls, i)) continue;
            ReadOnlySpan<byte> value = texts[i];
            ReadOnlySpan<byte> set = sets[i];
            int start = atStart ? Start(value, set) : 0;
            int end = atEnd ? End(value[start..], set) + start : value.Length;
            starts[i] = texts.Starts[i] + start;
            lengths[i] = end - start;
        }
        return new BytesColumn(texts.Data, starts, lengths, count, nulls);
    }

    private static int Start(ReadOnlySpan<byte> value, ReadOnlySpan<byte> set)
    {
        int start = 0;
        while (start < value.Length)
        {
            int width = Math.Min(Utf8.WidthOf(value[start]), value.Length - start);
            if (!Contains(set, value.Slice(start, width))) break;
            start += width;
        }
        return start;
    }

    private static int End(ReadOnlySpan<byte> value, ReadOnlySpan<byte> set)
    {
        int end = value.Length;
        while (end > 0)
        {
            int last = Utf8.LastStart(value[..end]);
            if (!Contains(set, value[last..end])) break;
            end = last;
        }
        return end;
    }

    /// <summary>UTF-8 synchronises itself: the bytes of a whole code point are found only where that code point is.</summary>
    private static bool Contains(ReadOnlySpan<byte> set, ReadOnlySpan<byte> codePoint) => set.IndexOf(codePoint) >= 0;
}
