using ActorStream.Cli.Hocon;

namespace ActorStream.Tests.Cli.Hocon;

public sealed class HoconUnitsTests
{
    [Theory]
    [InlineData("10", 10)]
    [InlineData("10ms", 10)]
    [InlineData("10 millis", 10)]
    [InlineData("1.5s", 1_500)]
    [InlineData("5 seconds", 5_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1 minute", 60_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1 day", 86_400_000)]
    [InlineData("-1s", -1_000)]
    [InlineData(" 7 s ", 7_000)]
    [InlineData("0", 0)]
    public void DurationsAreRead(string text, long milliseconds)
    {
        Assert.True(HoconUnits.TryParseDuration(text, out TimeSpan duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("100ns", 1)]
    [InlineData("50 nanos", 0)]
    [InlineData("1us", 10)]
    [InlineData("1 microsecond", 10)]
    public void ShortDurationsAreCutToAHundredNanoseconds(string text, long ticks)
    {
        Assert.True(HoconUnits.TryParseDuration(text, out TimeSpan duration));
        Assert.Equal(ticks, duration.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("10 parsecs")]
    [InlineData("10S")]
    [InlineData("ten s")]
    [InlineData("1 0s")]
    [InlineData("99999999999999d")]
    [InlineData("1,5s")]
    public void OtherDurationsAreRefused(string text) => Assert.False(HoconUnits.TryParseDuration(text, out _));

    [Theory]
    [InlineData("10", 10)]
    [InlineData("10B", 10)]
    [InlineData("1 byte", 1)]
    [InlineData("1kB", 1_000)]
    [InlineData("1 kilobyte", 1_000)]
    [InlineData("1K", 1_024)]
    [InlineData("1k", 1_024)]
    [InlineData("1KiB", 1_024)]
    [InlineData("1.5KiB", 1_536)]
    [InlineData("64MiB", 67_108_864)]
    [InlineData("64m", 67_108_864)]
    [InlineData("1MB", 1_000_000)]
    [InlineData("2 gibibytes", 2_147_483_648)]
    [InlineData("1TB", 1_000_000_000_000)]
    public void SizesAreRead(string text, long bytes)
    {
        Assert.True(HoconUnits.TryParseSize(text, out long size));
        Assert.Equal(bytes, size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1kb")]
    [InlineData("1 KB")]
    [InlineData("9999EB")]
    public void OtherSizesAreRefused(string text) => Assert.False(HoconUnits.TryParseSize(text, out _));
}
