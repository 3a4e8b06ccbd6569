using System.Text.Unicode;
using ActorStream.Connectors.Formats;
using ActorStream.Connectors.Formats.Json;
using ActorStream.Types;

namespace ActorStream.Connectors.DeadLetters;

/// <summary>
/// Dead letters (rows of <see cref="DeadLetter.Columns"/>) as JSON objects: <c>payload</c> as text with <c>encoding</c> "utf-8" where it
/// is UTF-8, else as base 64 with <c>encoding</c> "base64"; then <c>position</c>, <c>reason</c>, <c>column</c>, <c>time</c>.
/// </summary>
internal sealed class DeadLetterEncoder : IEncoder
{
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
        for (int i = 0; i < batch.Count; i++)
        {
            bool isText = Utf8.IsValid(payloads[i]);
            encodings.Append(isText ? "utf-8"u8 : "base64"u8);
            if (isText) texts.Append(payloads[i]);
            else texts.Append(Convert.ToBase64String(payloads[i]).AsSpan());
        }
        _json.Encode(new Batch([texts.Build(), encodings.Build(), .. batch.Columns.AsSpan(1)], batch.Count), output);
    }
}
