using System.Numerics;
using ActorStream.Types;

namespace ActorStream.Tests.Types;

/// <summary>Arithmetic of random DECIMALs beside exact arithmetic of integers of any size.</summary>
public sealed class DecimalMathTests
{
    private static readonly BigInteger Limit = BigInteger.Pow(10, 38);

    [Fact]
    public void AllOperationsAgreeWithExactArithmetic()
    {
        var random = new Random(42);
        for (int i = 0; i < 20_000; i++)
        {
            (Int128 a, int sa) = Next(random);
            (Int128 b, int sb) = Next(random);
            int scale = random.Next(0, 39);
            int precision = random.Next(Math.Max(1, scale), 39);
            BigInteger ten(int n) => BigInteger.Pow(10, n);
            Check(DecimalMath.TryMultiply(a, b, sa + sb, precision, scale, out Int128 r), r, (BigInteger)a * b, ten(sa + sb), precision,
                scale);
            BigInteger left = (BigInteger)a * ten(sb);
            BigInteger right = (BigInteger)b * ten(sa);
            Check(DecimalMath.TryAdd(a, sa, b, sb, 1, precision, scale, out r), r, left + right, ten(sa + sb), precision, scale);
            Check(DecimalMath.TryAdd(a, sa, b, sb, -1, precision, scale, out r), r, left - right, ten(sa + sb), precision, scale);
            Assert.Equal(left.CompareTo(right), DecimalMath.Compare(a, sa, b, sb));
            if (b == 0) continue;
            Check(DecimalMath.TryDivide(a, sa, b, sb, precision, scale, out r), r, left, right, precision, scale);
            BigInteger rest = BigInteger.Remainder(left, right);
            Check(DecimalMath.TryRemainder(a, sa, b, sb, precision, scale, out r), r, rest, ten(sa + sb), precision, scale);
        }
    }

    [Theory]
    [InlineData("5", 1, 0, "1")]
    [InlineData("-5", 1, 0, "-1")]
    [InlineData("4", 1, 0, "0")]
    [InlineData("15", 1, 0, "2")]
    [InlineData("12345678901234567890123456789012345675", 1, 0, "1234567890123456789012345678901234568")]
    public void HalvesGoUp(string value, int from, int to, string expected)
    {
        Assert.True(DecimalMath.TryRescale(Int128.Parse(value), from, to, 38, out Int128 result));
        Assert.Equal(Int128.Parse(expected), result);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.False(DecimalMath.TryRescale(Int128.Parse(new string('9', 38)), 0, 1, 38, out _));
        Assert.False(DecimalMath.TryRescale(999, 0, 0, 2, out _));
        Assert.True(DecimalMath.TryRescale(0, 0, 38, 38, out _));
    }

    private static (Int128 Value, int Scale) Next(Random random)
    {
        int digits = random.Next(1, 39);
        var value = Int128.Parse(string.Concat(Enumerable.Range(0, digits).Select(_ => (char)('0' + random.Next(10)))));
        return (random.Next(2) == 0 ? value : -value, random.Next(0, 39));
    }

    private static void Check(bool fits, Int128 result, BigInteger numerator, BigInteger denominator, int precision, int scale)
    {
        BigInteger scaled = numerator * BigInteger.Pow(10, scale);
        BigInteger quotient = BigInteger.DivRem(scaled, denominator, out BigInteger rest);
        if (BigInteger.Abs(rest) * 2 >= BigInteger.Abs(denominator)) quotient += scaled.Sign * denominator.Sign;
        bool expected = BigInteger.Abs(quotient) < BigInteger.Pow(10, precision) && BigInteger.Abs(quotient) < Limit;
        Assert.Equal(expected, fits);
        if (fits) Assert.Equal(quotient, (BigInteger)result);
    }
}
