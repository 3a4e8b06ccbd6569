using System.Text;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>How a part of a text is chosen.</summary>
internal enum SliceKind
{
    /// <summary>From a position, counted from 1 or from the end, optionally of a length; a negative length gives NULL.</summary>
    Substring,

    /// <summary>The first so many code points.</summary>
    Left,

    /// <summary>The last so many code points.</summary>
    Right,
}

/// <summary>SUBSTRING, LEFT and RIGHT: parts of texts, counted in code points, which share the text's bytes.</summary>
internal sealed class SliceEvaluator(Evaluator[] arguments, SliceKind kind) : Evaluator
{
    private readonly Column[] _columns = new Column[arguments.Length];

    public override bool CanFail { get; } = arguments.Any(a => a.CanFail);

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        ulong[]? nulls = ArgumentNulls.Evaluate(arguments, _columns, batch, context);
        var texts = (BytesColumn)_columns[0];
        int count = batch.Count;
        int[] first = ((FixedColumn<int>)_columns[1]).Values;
        int[]? length = _columns.Length > 2 ? ((FixedColumn<int>)_columns[2]).Values : null;
        int[] starts = GC.AllocateUninitializedArray<int>(count);
        int[] lengths = GC.AllocateUninitializedArray<int>(count);
        ulong[]? resultNulls = nulls;
        for (int i = 0; i < count; i++)
        {
            (starts[i], lengths[i]) = (0, 0);
            if (NullBits.IsNull(nulls, i)) continue;
            if (length is not null && length[i] < 0)
            {
                if (ReferenceEquals(resultNulls, nulls)) resultNulls = nulls is null ? NullBits.Create(count) : [.. nulls];
                NullBits.Set(resultNulls!, i);
                continue;
            }
            ReadOnlySpan<byte> text = texts[i];
            (int start, int end) = kind switch
            {
                SliceKind.Left => (0, First(text, first[i])),
                SliceKind.Right => (Last(text, first[i]), text.Length),
                _ => Part(text, first[i], length is null ? int.MaxValue : length[i]),
            };
            starts[i] = texts.Starts[i] + start;
            lengths[i] = end - start;
        }
        return new BytesColumn(texts.Data, starts, lengths, count, resultNulls);
    }

    private static int First(ReadOnlySpan<byte> text, int count) => count >= text.Length ? text.Length : Utf8.OffsetOf(text, count);

    private static int Last(ReadOnlySpan<byte> text, int count)
    {
        if (count <= 0) return text.Length;
        int total = Ascii.IsValid(text) ? text.Length : Utf8.Count(text);
        return count >= total ? 0 : Utf8.OffsetOf(text, total - count);
    }

    private static (int Start, int End) Part(ReadOnlySpan<byte> text, int position, int length)
    {
        int start;
        if (position > 0)
        {
            start = position > text.Length ? text.Length : Utf8.OffsetOf(text, position - 1);
        }
        else if (position == 0)
        {
            start = 0;
        }
        else
        {
            long from = (long)Utf8.Count(text) + position;
            if (from < 0) return (0, 0);
            start = Utf8.OffsetOf(text, (int)from);
        }
        ReadOnlySpan<byte> rest = text[start..];
        return (start, start + (length >= rest.Length ? rest.Length : Utf8.OffsetOf(rest, length)));
    }
}
