using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ActorStream.Cli.Hocon;

/// <summary>
/// Typed reading of configuration keys. A value of another form is an error with the value's place in its file.
/// Keys are paths with dots, as the files write them.
/// </summary>
internal sealed class HoconReader(IConfigurationRoot configuration)
{
    /// <summary>True if the key has a value or fields.</summary>
    public bool Has(string key) => configuration.GetSection(Flat(key)).Exists();

    /// <summary>The text of a key, or null if it is missing or null.</summary>
    public string? Text(string key) => configuration[Flat(key)];

    public TimeSpan? Duration(string key) =>
        Read<TimeSpan>(key, HoconUnits.TryParseDuration, $"a duration such as 10s, in {HoconUnits.DurationUnits}");

    public long? Size(string key) => Read<long>(key, HoconUnits.TryParseSize, $"a size such as 64MiB, in {HoconUnits.SizeUnits}");

    public int? Integer(string key) => Read<int>(key, TryParseInteger, "a whole number");

    public double? Number(string key) => Read<double>(key, TryParseNumber, "a number");

    public bool? Boolean(string key) => Read<bool>(key, TryParseBoolean, "true or false");

    /// <summary>One of an enumeration's values, in kebab-case.</summary>
    public T? Choice<T>(string key)
        where T : struct, Enum =>
        Read<T>(key, TryParseChoice, "one of " + string.Join(", ", Enum.GetNames<T>().Select(Kebab)));

    /// <summary>The elements of an array, empty if the key is missing.</summary>
    public IReadOnlyList<string> Texts(string key) =>
        [.. configuration.GetSection(Flat(key)).GetChildren().Select(static c => c.Value).OfType<string>()];

    /// <summary>A name as the files write it: <c>MaxRows</c> is <c>max-rows</c>.</summary>
    public static string Kebab(string name) =>
        string.Concat(name.Select(static (c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static string Flat(string key) => key.Replace('.', ':');

    private static bool TryParseInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryParseNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static bool TryParseBoolean(string text, out bool value)
    {
        value = text is "true" or "yes" or "on";
        return value || text is "false" or "no" or "off";
    }

    private static bool TryParseChoice<T>(string text, out T value)
        where T : struct, Enum
    {
        foreach (T candidate in Enum.GetValues<T>())
        {
            if (Kebab(candidate.ToString()) != text) continue;
            value = candidate;
            return true;
        }
        value = default;
        return false;
    }

    private T? Read<T>(string key, TryParse<T> parse, string expected)
        where T : struct
    {
        string flat = Flat(key);
        if (configuration[flat] is not { } text) return null;
        if (parse(text, out T value)) return value;
        throw new HoconException(PositionOf(flat), $"Expected {expected} for key \"{key}\" but got \"{text}\".");
    }

    private HoconPosition PositionOf(string flat)
    {
        foreach (IConfigurationProvider provider in configuration.Providers.Reverse())
        {
            if (provider is HoconConfigurationProvider hocon && hocon.PositionOf(flat) is { } position) return position;
            if (provider.TryGet(flat, out _)) break;
        }
        return new HoconPosition("command line", 1, 1);
    }

    private delegate bool TryParse<T>(string text, out T value);
}
