using System.Globalization;

namespace ActorStream.Expressions;

/// <summary>Writes constants for EXPLAIN.</summary>
internal static class LiteralText
{
    public static string Format(object? value, DataType type) => value switch
    {
        null => "NULL",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        bool b => b ? "TRUE" : "FALSE",
        long unscaled when type.Root == TypeRoot.Decimal => Scaled(unscaled, type.Scale),
        Int128 unscaled when type.Root == TypeRoot.Decimal => Scaled(unscaled, type.Scale),
        int days when type.Root == TypeRoot.Date => $"DATE '{DateOnly.FromDayNumber(days + 719162):yyyy-MM-dd}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture) + (type.Root is TypeRoot.Int or TypeRoot.Double
            ? "" : $":{type.Nullable()}"),
        _ => $"{value}:{type.Nullable()}",
    };

    private static string Scaled(Int128 unscaled, int scale)
    {
        string digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string sign = unscaled < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }
}
