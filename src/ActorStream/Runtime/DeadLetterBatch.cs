using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Runtime;

/// <summary>Turns dead letters into rows of <see cref="DeadLetter.Columns"/>.</summary>
internal static class DeadLetterBatch
{
    public static Batch Create(IReadOnlyList<DeadLetter> letters, long nowMicros)
    {
        var payloads = new BytesColumnBuilder();
        var positions = new BytesColumnBuilder();
        var reasons = new BytesColumnBuilder();
        var columns = new BytesColumnBuilder();
        long[] times = new long[letters.Count];
        for (int i = 0; i < letters.Count; i++)
        {
            payloads.Append(letters[i].Payload);
            positions.Append(letters[i].Position.AsSpan());
            reasons.Append(letters[i].Reason.AsSpan());
            if (letters[i].Column is { } column) columns.Append(column.AsSpan());
            else columns.AppendNull();
            times[i] = nowMicros - nowMicros % 1000;
        }
        return new Batch(
            [payloads.Build(), positions.Build(), reasons.Build(), columns.Build(), new FixedColumn<long>(times, times.Length)],
            letters.Count);
    }
}
