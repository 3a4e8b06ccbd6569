using System.Globalization;
using System.Text;

namespace ActorStream.Connectors.Formats;

/// <summary>Digits of other scripts, such as full-width or Arabic ones: Java's parsers of whole numbers and of BigDecimal take them, those
/// of floating-point numbers do not.</summary>
internal static class ForeignDigits
{
    /// <summary>A text with its decimal digits as ASCII; null where it has no other digits, so that reading it again was of no use.
    /// </summary>
    public static byte[]? ToAscii(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text)) return null;
        char[] chars = Encoding.UTF8.GetString(text).ToCharArray();
        bool isChanged = false;
        foreach (ref char c in chars.AsSpan())
        {
            if (char.IsAscii(c) || CharUnicodeInfo.GetDecimalDigitValue(c) is not (>= 0 and var digit)) continue;
            c = (char)('0' + digit);
            isChanged = true;
        }
        return isChanged ? Encoding.UTF8.GetBytes(chars) : null;
    }
}
