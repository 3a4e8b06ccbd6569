using System.Text;
using ActorStream.Types;

namespace ActorStream.Tests.Types;

/// <summary>Texts that Java 17 gave.</summary>
public sealed class JavaDigitsTests
{
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1e23, "9.999999999999999E22")]
    [InlineData(2e23, "1.9999999999999998E23")]
    [InlineData(2.0E-3, "0.002")]
    [InlineData(9.999E-4, "9.999E-4")]
    [InlineData(4.9e-324, "4.9E-324")]
    [InlineData(2.2e-322, "2.2E-322")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157E308")]
    [InlineData(2.2250738585072014E-308, "2.2250738585072014E-308")]
    [InlineData(9007199254740993.0, "9.007199254740992E15")]
    [InlineData(1e22, "1.0E22")]
    [InlineData(123456789.125, "1.23456789125E8")]
    [InlineData(0.3, "0.3")]
    [InlineData(1.1E-5, "1.1E-5")]
    [InlineData(8.41E21, "8.409999999999999E21")]
    [InlineData(9.999999e6, "9999999.0")]
    [InlineData(1e7, "1.0E7")]
    [InlineData(-123456789012345680.0, "-1.2345678901234568E17")]
    [InlineData(1.0E19, "1.0E19")]
    [InlineData(9.671406556917033E24, "9.671406556917033E24")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void DoubleIsWrittenAsJavaDoes(double value, string expected)
    {
        byte[] target = new byte[JavaDigits.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(target, 0, JavaDigits.Write(value, target)));
    }

    [Theory]
    [InlineData(1e23f, "1.0E23")]
    [InlineData(1.4e-45f, "1.4E-45")]
    [InlineData(9007199254740993f, "9.0071993E15")]
    [InlineData(123456789.125f, "1.23456792E8")]
    [InlineData(123456789012345680f, "1.23456791E17")]
    [InlineData(3.0e17f, "2.99999995E17")]
    [InlineData(1e18f, "9.9999998E17")]
    [InlineData(9.671406556917033E24f, "9.6714065E24")]
    [InlineData(-0.1f, "-0.1")]
    [InlineData(0.001f, "0.001")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void FloatIsWrittenAsJavaDoes(float value, string expected)
    {
        byte[] target = new byte[JavaDigits.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(target, 0, JavaDigits.Write(value, target)));
    }
}
