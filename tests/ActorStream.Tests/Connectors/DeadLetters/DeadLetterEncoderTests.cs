using System.Text;
using ActorStream.Connectors;
using ActorStream.Connectors.DeadLetters;
using ActorStream.Tests.Connectors.Formats;
using ActorStream.Types;

namespace ActorStream.Tests.Connectors.DeadLetters;

public sealed class DeadLetterEncoderTests
{
    [Fact]
    public void PayloadIsTextWhereItIsUtf8AndElseBase64()
    {
        var output = new BytesColumnBuilder();
        var batch = new Batch(
            [
                Coded.Payloads("{\"a\":é"u8.ToArray(), [0xFF, 0x00]), Coded.Payloads("topic-0@5", "topic-0@6"),
                Coded.Payloads("Because.", "Why not."),
                Coded.Payloads("a", null), new FixedColumn<long>([1709168523_120_000, 0], 2),
            ],
            2);
        new DeadLetterEncoder().Encode(batch, output);
        var column = (BytesColumn)output.Build();
        Assert.Equal(
            """{"payload":"{\"a\":é","encoding":"utf-8","position":"topic-0@5","reason":"Because.","""
                + "\"column\":\"a\",\"time\":\"2024-02-29T01:02:03.12Z\"}",
            Encoding.UTF8.GetString(column[0]));
        Assert.Equal(
            """{"payload":"/wA=","encoding":"base64","position":"topic-0@6","reason":"Why not.","""
                + "\"column\":null,\"time\":\"1970-01-01T00:00:00Z\"}",
            Encoding.UTF8.GetString(column[1]));
        Assert.Equal(5, DeadLetter.Columns.Count);
    }

    [Theory]
    [InlineData("y")]
    [InlineData("\u0001")]
    [InlineData("\u00e9")]
    public void PayloadTooLargeForALetterIsCutAndTheReasonSaysSo(string character)
    {
        byte[] payload = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(character, 50_000)));
        var output = new BytesColumnBuilder();
        var batch = new Batch(
            [
                Coded.Payloads(payload, "short"u8.ToArray()), Coded.Payloads("t-0@1", "t-0@2"), Coded.Payloads("Because.", "Why not."),
                Coded.Payloads("a", "a"), new FixedColumn<long>([0, 0], 2),
            ],
            2);
        new DeadLetterEncoder(maxBytes: 40_000).Encode(batch, output);
        var column = (BytesColumn)output.Build();
        string large = Encoding.UTF8.GetString(column[0]);
        Assert.InRange(column[0].Length, 20_000, 40_000);
        Assert.Contains("\"encoding\":\"base64\"", large, StringComparison.Ordinal);
        Assert.Contains($"Because. Of its {payload.Length} bytes, the first ", large, StringComparison.Ordinal);
        Assert.Contains("\"payload\":\"short\",\"encoding\":\"utf-8\"", Encoding.UTF8.GetString(column[1]), StringComparison.Ordinal);
    }
}
