using System.Text;
using ActorStream.Types;

namespace ActorStream.Tests.Types;

public sealed class ValueTextTests
{
    // What Java 17 prints, shortest or not.
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1, "1.0")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(100, "100.0")]
    [InlineData(9999999, "9999999.0")]
    [InlineData(1e7, "1.0E7")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.0001, "1.0E-4")]
    [InlineData(1.1e-5, "1.1E-5")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(123456789.125, "1.23456789125E8")]
    [InlineData(44.44, "44.44")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(3.3333333333333335, "3.3333333333333335")]
    [InlineData(2.718281828459045, "2.718281828459045")]
    [InlineData(6.02214076e23, "6.02214076E23")]
    [InlineData(2e23, "1.9999999999999998E23")]
    [InlineData(8.41e21, "8.409999999999999E21")]
    [InlineData(5.684341886080802e-14, "5.6843418860808015E-14")]
    [InlineData(1234567890123456789, "1.23456789012345677E18")]
    [InlineData(9007199254740993, "9.007199254740992E15")]
    [InlineData(1e15, "1.0E15")]
    [InlineData(1e21, "1.0E21")]
    [InlineData(1e100, "1.0E100")]
    [InlineData(2e-300, "2.0E-300")]
    [InlineData(4.9e-300, "4.9E-300")]
    [InlineData(4.9e-324, "4.9E-324")]
    [InlineData(2.2250738585072014e-308, "2.2250738585072014E-308")]
    [InlineData(double.MaxValue, "1.7976931348623157E308")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Doubles(double value, string expected)
    {
        Span<byte> text = stackalloc byte[ValueText.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..ValueText.JavaDouble(text, value)]));
    }

    [Theory]
    [InlineData(0.1f, "0.1")]
    [InlineData(21.5f, "21.5")]
    [InlineData(100f, "100.0")]
    [InlineData(52.379189f, "52.37919")]
    [InlineData(4.899431f, "4.899431")]
    [InlineData(98765.4321f, "98765.43")]
    [InlineData(123456.789f, "123456.79")]
    [InlineData(3.3333333f, "3.3333333")]
    [InlineData(1e10f, "1.0E10")]
    [InlineData(1e15f, "9.9999999E14")]
    [InlineData(16777216f, "1.6777216E7")]
    [InlineData(33554432f, "3.3554432E7")]
    [InlineData(8388608f, "8388608.0")]
    [InlineData(123456792f, "1.23456792E8")]
    [InlineData(2147483648f, "2.14748365E9")]
    [InlineData(1.17549435e-38f, "1.17549435E-38")]
    [InlineData(1e-45f, "1.4E-45")]
    [InlineData(1e-10f, "1.0E-10")]
    [InlineData(3.4e38f, "3.4E38")]
    public void Floats(float value, string expected)
    {
        Span<byte> text = stackalloc byte[ValueText.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..ValueText.JavaFloat(text, value)]));
    }

    [Fact]
    public void DoublesReadBack()
    {
        var random = new Random(7);
        Span<byte> text = stackalloc byte[ValueText.MaxLength];
        for (int i = 0; i < 20_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (i % 2 == 0) value = random.NextDouble() * Math.Pow(10, random.Next(-5, 12));
            if (!double.IsFinite(value)) continue;
            Assert.Equal(value, double.Parse(Encoding.ASCII.GetString(text[..ValueText.JavaDouble(text, value)])));
        }
    }

    [Theory]
    [InlineData("0", 2, "0.00", "0.00")]
    [InlineData("-5", 2, "-0.05", "-0.05")]
    [InlineData("100", 12, "0.000000000100", "1.00E-10")]
    [InlineData("1", 7, "0.0000001", "1E-7")]
    [InlineData("1", 6, "0.000001", "0.000001")]
    [InlineData("0", 18, "0.000000000000000000", "0E-18")]
    [InlineData("-12345678901234567890123456789012345678", 10, "-1234567890123456789012345678.9012345678",
        "-1234567890123456789012345678.9012345678")]
    public void Decimals(string unscaled, int scale, string plain, string java)
    {
        Span<byte> text = stackalloc byte[ValueText.MaxLength];
        Assert.Equal(plain, Encoding.ASCII.GetString(text[..ValueText.DecimalPlain(text, Int128.Parse(unscaled), scale)]));
        Assert.Equal(java, Encoding.ASCII.GetString(text[..ValueText.DecimalJava(text, Int128.Parse(unscaled), scale)]));
    }

    [Theory]
    [InlineData(0, "PT0S")]
    [InlineData(86_400_000, "PT24H")]
    [InlineData(93_784_567, "PT26H3M4.567S")]
    [InlineData(-90_000_000, "PT-25H")]
    [InlineData(-1_500, "PT-1.5S")]
    [InlineData(-61_500, "PT-1M-1.5S")]
    [InlineData(60_000, "PT1M")]
    public void Durations(long millis, string expected)
    {
        Span<byte> text = stackalloc byte[ValueText.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..ValueText.JavaDuration(text, millis)]));
    }

    [Theory]
    [InlineData(0, "1970-01-01T00:00", "1970-01-01T00:00:00Z", "1970-01-01 00:00:00.000")]
    [InlineData(5_000_000, "1970-01-01T00:00:05", "1970-01-01T00:00:05Z", "1970-01-01 00:00:05.000")]
    [InlineData(100_000, "1970-01-01T00:00:00.100", "1970-01-01T00:00:00.100Z", "1970-01-01 00:00:00.100")]
    [InlineData(-1, "1969-12-31T23:59:59.999999", "1969-12-31T23:59:59.999999Z", "1969-12-31 23:59:59.999")]
    [InlineData(253402300800000000, "+10000-01-01T00:00", "+10000-01-01T00:00:00Z", "+10000-01-01 00:00:00.000")]
    [InlineData(-62135596800000000, "0001-01-01T00:00", "0001-01-01T00:00:00Z", "0001-01-01 00:00:00.000")]
    public void Timestamps(long micros, string local, string instant, string sql)
    {
        Span<byte> text = stackalloc byte[ValueText.MaxLength];
        Assert.Equal(local, Encoding.ASCII.GetString(text[..ValueText.JavaDateTime(text, micros)]));
        Assert.Equal(instant, Encoding.ASCII.GetString(text[..ValueText.JavaInstant(text, micros)]));
        Assert.Equal(sql, Encoding.ASCII.GetString(text[..ValueText.Timestamp(text, micros, 3)]));
    }

    [Fact]
    public void EveryDayHasItsDate()
    {
        for (int day = DateOnly.MinValue.DayNumber - 719162; day <= DateOnly.MaxValue.DayNumber - 719162; day += 13)
        {
            var date = DateOnly.FromDayNumber(day + 719162);
            Assert.Equal((date.Year, date.Month, date.Day), DateTimeMath.FromDays(day));
            Assert.Equal(day, DateTimeMath.ToDays(date.Year, date.Month, date.Day));
        }
    }
}
