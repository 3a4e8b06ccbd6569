using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests;

public sealed class NanoTimestampTests
{
    [Theory]
    [InlineData("0", "1970-01-01T00:00", 0)]
    [InlineData("-1", "1969-12-31T23:59:59.999999999", 999_999_999)]
    [InlineData("1000", "1970-01-01T00:00:00.000001", 1000)]
    [InlineData("1500000000", "1970-01-01T00:00:01.500", 500_000_000)]
    [InlineData("-62135596799999999999", "0001-01-01T00:00:00.000000001", 1)]
    [InlineData("253402300799999999999", "9999-12-31T23:59:59.999999999", 999_999_999)]
    [InlineData("253402300800000000000", "+10000-01-01T00:00", 0)]
    public void ItsTextIsJavas(string nanos, string text, int nanosecond)
    {
        var local = new NanoTimestamp(Int128.Parse(nanos), IsInstant: false);
        Assert.Equal((text, nanosecond), (local.ToString(), local.Nanosecond));
        string instant = (local with { IsInstant = true }).ToString();
        Assert.Equal(text.Length - text.IndexOf('T', StringComparison.Ordinal) == 6 ? text + ":00Z" : text + "Z", instant);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(99, 0)]
    [InlineData(100, 1)]
    [InlineData(-1, -1)]
    [InlineData(-100, -1)]
    [InlineData(-101, -2)]
    public void ADateTimeHasItsTicks(long nanos, long ticks)
    {
        Assert.Equal(DateTime.UnixEpoch.Ticks + ticks, new NanoTimestamp(nanos, IsInstant: false).ToDateTime().Ticks);
        Assert.Equal(DateTimeKind.Unspecified, new NanoTimestamp(nanos, IsInstant: false).ToDateTime().Kind);
        Assert.Equal(DateTimeKind.Utc, new NanoTimestamp(nanos, IsInstant: true).ToDateTime().Kind);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new NanoTimestamp(DateTimeMath.ToNanos(253_402_300_800_000_000), IsInstant: true).ToDateTime());
    }

    [Fact]
    public void EarlierIsLess()
    {
        var first = new NanoTimestamp(-1, IsInstant: false);
        var second = new NanoTimestamp(0, IsInstant: false);
        Assert.True(first < second && second > first && first <= second && second >= first && first.CompareTo(second) < 0);
        Assert.Equal(second, new NanoTimestamp(0, IsInstant: false));
    }

    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("-1", -1, 999)]
    [InlineData("-1000", -1, 0)]
    [InlineData("1999", 1, 999)]
    [InlineData("-9223372036854775808", -9_223_372_036_854_776, 192)]
    [InlineData("-9223372036854775809", -9_223_372_036_854_776, 191)]
    [InlineData("9223372036854775808", 9_223_372_036_854_775, 808)]
    [InlineData("-62135596799999999999", -62_135_596_800_000_000, 1)]
    [InlineData("253402300799999999999", 253_402_300_799_999_999, 999)]
    public void NanosecondsSplitDownwards(string nanos, long micros, int rest)
    {
        Assert.Equal((micros, rest), DateTimeMath.SplitNanos(Int128.Parse(nanos)));
        Assert.Equal(Int128.Parse(nanos), DateTimeMath.ToNanos(micros, rest));
    }

    [Fact]
    public async Task RowsOfTheApiHaveItWhereMicrosecondsAreNotEnough()
    {
        const string Sql = """
            SELECT TIMESTAMP '2020-01-02 03:04:05.123456789', CAST('2020-01-02 03:04:05.1234567' AS TIMESTAMP_LTZ(7)),
                TIMESTAMP '2020-01-02 03:04:05.123456', ARRAY[TIMESTAMP '2020-01-02 03:04:05.000000001']
            """;
        var environment = new StreamEnvironment(new StreamOptions { Registry = new ConnectorRegistry() });
        var rows = new List<Row>();
        await foreach (TableResult result in environment.ExecuteAsync(Sql))
        {
            await foreach (Batch batch in result.ReadAsync()) rows.Add(new RowText(result.Schema, TimeZoneInfo.Utc).Row(batch, 0));
        }
        Row row = Assert.Single(rows);
        const long Second = 1_577_934_245_000_000_000;
        Assert.Equal(new NanoTimestamp(Second + 123_456_789, IsInstant: false), row.Get<NanoTimestamp>(0));
        Assert.Equal(new NanoTimestamp(Second + 123_456_700, IsInstant: true), row.Get<NanoTimestamp>(1));
        Assert.Equal(new DateTime(2020, 1, 2, 3, 4, 5).AddTicks(1_234_560), row.Get<DateTime>(2));
        Assert.Equal([new NanoTimestamp(Second + 1, IsInstant: false)], row.Get<object?[]>(3));
        Assert.Equal("+I[2020-01-02T03:04:05.123456789, 2020-01-02T03:04:05.123456700Z, 2020-01-02T03:04:05.123456, "
            + "[2020-01-02T03:04:05.000000001]]", row.ToString());
    }
}
