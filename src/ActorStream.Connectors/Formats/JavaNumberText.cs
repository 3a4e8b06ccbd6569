using System.Buffers.Text;
using System.Globalization;

namespace ActorStream.Connectors.Formats;

/// <summary>Decimals as Java writes them: <c>BigDecimal.toString</c> and <c>toPlainString</c>.</summary>
internal static class JavaNumberText
{
    /// <summary>Room enough for any number.</summary>
    public const int MaxLength = 64;

    /// <summary>Writes a DECIMAL.</summary>
    /// <param name="unscaled">The unscaled value.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="isPlain">True for <c>toPlainString</c>, which never has an exponent.</param>
    /// <param name="target">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    public static int WriteDecimal(long unscaled, int scale, bool isPlain, Span<byte> target)
    {
        Span<byte> digits = stackalloc byte[20];
        ulong magnitude = unscaled < 0 ? 0 - (ulong)unscaled : (ulong)unscaled;
        Utf8Formatter.TryFormat(magnitude, digits, out int count);
        return WriteDecimal(unscaled < 0, digits[..count], scale, target, isPlain);
    }

    /// <summary>Writes a DECIMAL of any precision.</summary>
    /// <returns>The bytes written.</returns>
    public static int WriteDecimal(Int128 unscaled, int scale, bool isPlain, Span<byte> target)
    {
        if (unscaled >= long.MinValue && unscaled <= long.MaxValue) return WriteDecimal((long)unscaled, scale, isPlain, target);
        Span<byte> digits = stackalloc byte[40];
        UInt128 magnitude = unscaled < 0 ? (UInt128)(-unscaled) : (UInt128)unscaled;
        magnitude.TryFormat(digits, out int count, default, CultureInfo.InvariantCulture);
        return WriteDecimal(unscaled < 0, digits[..count], scale, target, isPlain);
    }

    /// <summary>Writes a DECIMAL without its trailing zeros: 100.00 is <c>1E+2</c>, or <c>100</c> if plain.</summary>
    /// <returns>The bytes written.</returns>
    public static int WriteStripped(long unscaled, int scale, bool isPlain, Span<byte> target)
    {
        if (unscaled == 0) scale = 0;
        while (unscaled % 10 == 0 && unscaled != 0 && (scale > 0 || !isPlain))
        {
            unscaled /= 10;
            scale--;
        }
        return WriteDecimal(unscaled, scale, isPlain, target);
    }

    /// <summary>Writes a DECIMAL of any precision without its trailing zeros.</summary>
    /// <returns>The bytes written.</returns>
    public static int WriteStripped(Int128 unscaled, int scale, bool isPlain, Span<byte> target)
    {
        if (unscaled == 0) scale = 0;
        while (unscaled != 0 && unscaled % 10 == 0 && (scale > 0 || !isPlain))
        {
            unscaled /= 10;
            scale--;
        }
        return WriteDecimal(unscaled, scale, isPlain, target);
    }

    /// <summary>Writes a decimal of these digits.</summary>
    /// <param name="isNegative">Whether a minus goes before it.</param>
    /// <param name="digits">The digits of the unscaled value, without leading zeros.</param>
    /// <param name="scale">The scale; below zero for powers of ten.</param>
    /// <param name="target">At least the digits and <see cref="MaxLength"/> bytes.</param>
    /// <param name="isPlain">Whether an exponent is never written; for scales from 0 to 38.</param>
    /// <returns>The bytes written.</returns>
    public static int WriteDecimal(bool isNegative, ReadOnlySpan<byte> digits, long scale, Span<byte> target, bool isPlain = false)
    {
        int written = 0;
        if (isNegative) target[written++] = (byte)'-';
        long adjusted = digits.Length - 1 - scale;
        if (!isPlain && (scale < 0 || adjusted < -6))
        {
            target[written++] = digits[0];
            if (digits.Length > 1)
            {
                target[written++] = (byte)'.';
                written += Copy(digits[1..], target[written..]);
            }
            target[written++] = (byte)'E';
            if (adjusted > 0) target[written++] = (byte)'+';
            Utf8Formatter.TryFormat(adjusted, target[written..], out int length);
            return written + length;
        }
        int whole = digits.Length - (int)scale;
        if (whole <= 0)
        {
            written += Copy("0."u8, target[written..]);
            target.Slice(written, -whole).Fill((byte)'0');
            written -= whole;
            return written + Copy(digits, target[written..]);
        }
        written += Copy(digits[..whole], target[written..]);
        if (scale == 0) return written;
        target[written++] = (byte)'.';
        return written + Copy(digits[whole..], target[written..]);
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text.CopyTo(target);
        return text.Length;
    }
}
