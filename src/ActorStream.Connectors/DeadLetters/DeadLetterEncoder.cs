using System.Text;
using System.Text.Unicode;
using ActorStream.Connectors.Formats;
using ActorStream.Connectors.Formats.Json;
using ActorStream.Types;

namespace ActorStream.Connectors.DeadLetters;

/// <summary>
/// Dead letters (rows of <see cref="DeadLetter.Columns"/>) as JSON objects: <c>payload</c> as text with <c>encoding</c> "utf-8" where it
/// is UTF-8, else as base 64 with <c>encoding</c> "base64"; then <c>position</c>, <c>reason</c>, <c>column</c>, <c>time</c>. A payload that
/// would make a letter too large is cut and written as base 64, and the reason says so: one large record must not stop the job.
/// </summary>
/// <param name="maxBytes">The largest letter.</param>
internal sealed class DeadLetterEncoder(int maxBytes = int.MaxValue) : IEncoder
{
    /// <summary>Room for what stands beside the payload: names, the position, a reason that quotes a value.</summary>
    private const int OtherBytes = 8_192;

    private static readonly Field[] Columns =
    [
        new("payload", DataType.String), new("encoding", DataType.String), new("position", DataType.String),
        new("reason", DataType.String), new("column", DataType.String), new("time", DataType.TimestampLtz(3)),
    ];

    private readonly JsonEncoder _json = new(Columns, new JsonOptions { TimestampFormat = TimestampFormat.Iso8601 }, "dead letters");

    /// <inheritdoc/>
    public void Encode(Batch batch, BytesColumnBuilder output)
    {
        var payloads = (BytesColumn)batch.Columns[0];
        var texts = new BytesColumnBuilder();
        var encodings = new BytesColumnBuilder();
        var reasons = new BytesColumnBuilder();
        var given = (BytesColumn)batch.Columns[2];
        for (int i = 0; i < batch.Count; i++)
        {
            bool isText = Utf8.IsValid(payloads[i]);
            int kept = KeptBytes(payloads[i], isText);
            isText &= kept == payloads[i].Length;
            encodings.Append(isText ? "utf-8"u8 : "base64"u8);
            if (isText) texts.Append(payloads[i]);
            else texts.Append(Convert.ToBase64String(payloads[i][..kept]).AsSpan());
            if (kept == payloads[i].Length) reasons.Append(given[i]);
            else reasons.Append($"{Encoding.UTF8.GetString(given[i])} Of its {payloads[i].Length} bytes, the first {kept} are kept.");
        }
        Column[] columns = [texts.Build(), encodings.Build(), batch.Columns[1], reasons.Build(), .. batch.Columns.AsSpan(3)];
        _json.Encode(new Batch(columns, batch.Count), output);
    }

    private int KeptBytes(ReadOnlySpan<byte> payload, bool isText)
    {
        long room = Math.Max(0, maxBytes - OtherBytes);
        bool fits = isText ? EscapedLength(payload) <= room : (payload.Length + 2L) / 3 * 4 <= room;
        return fits ? payload.Length : (int)(room / 4 * 3);
    }

    /// <summary>At most so many bytes does a text take within a JSON string.</summary>
    private static long EscapedLength(ReadOnlySpan<byte> text)
    {
        long length = 0;
        foreach (byte b in text) length += b is < 0x20 or 0x7F ? 6 : b is (byte)'"' or (byte)'\\' ? 2 : b >= 0x80 ? 3 : 1;
        return length;
    }
}
