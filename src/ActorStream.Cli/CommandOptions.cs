using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ActorStream.Cli.Hocon;

namespace ActorStream.Cli;

/// <summary>Options that several commands share, and values of a special form.</summary>
internal static class CommandOptions
{
    public const string DefaultUrl = "http://127.0.0.1:8081";

    /// <summary>What a timer takes at most.</summary>
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(49);

    /// <summary>The address of a running node.</summary>
    public static Option<string> Url() => new Option<string>("--url")
    {
        Description = "The REST address of a running job.", DefaultValueFactory = static _ => DefaultUrl, HelpName = "URL",
    }.Checked(
        static text => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https",
        $"an address such as {DefaultUrl}");

    /// <summary>A duration such as 10s.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = static result =>
        {
            if (TextOf(result) is not { } text) return null;
            bool isDuration = HoconUnits.TryParseDuration(text, out TimeSpan duration);
            if (isDuration && duration >= TimeSpan.Zero && duration <= MaxDuration) return duration;
            result.AddError(isDuration
                ? $"Expected a duration between 0 and {MaxDuration.TotalDays:0} d for {NameOf(result)} but got \"{text}\"."
                : $"Expected a duration such as 10s for {NameOf(result)}, in {HoconUnits.DurationUnits}, but got \"{text}\".");
            return null;
        },
    };

    /// <summary>A whole number within bounds.</summary>
    public static Option<int?> Number(string name, string description, int least, int most = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            if (TextOf(result) is not { } text) return null;
            bool isNumber = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value);
            if (isNumber && value >= least && value <= most) return value;
            result.AddError($"Expected a whole number of {least} to {most} for {NameOf(result)} but got \"{text}\".");
            return null;
        },
    };

    /// <summary>An option that is given or not.</summary>
    public static Option<bool> Flag(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = static result =>
        {
            if (TextOf(result) is not { } text) return true;
            if (bool.TryParse(text, out bool value)) return value;
            result.AddError($"Expected true or false for {NameOf(result)} but got \"{text}\".");
            return false;
        },
    };

    /// <summary>A text that may not be empty.</summary>
    public static Option<string?> Text(string name, string description, string helpName, params string[] aliases) =>
        new Option<string?>(name, aliases) { Description = description, HelpName = helpName }.Checked(IsText, "a text");

    /// <summary>One of some words.</summary>
    public static Option<string> Word(string name, params string[] words)
    {
        string list = string.Join(", ", words[..^1]) + " or " + words[^1];
        var option = new Option<string>(name) { Description = list + ".", DefaultValueFactory = _ => words[0], HelpName = "NAME" };
        option.CompletionSources.Add(words);
        return option.Checked(words.Contains, list);
    }

    /// <summary>Refuses texts that a condition does not let through.</summary>
    public static Option<T> Checked<T>(this Option<T> option, Func<string, bool> isRight, string expected)
    {
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens)
            {
                if (!isRight(token.Value)) result.AddError($"Expected {expected} for {option.Name} but got \"{token.Value}\".");
            }
        });
        return option;
    }

    /// <summary>Refuses an argument that is empty.</summary>
    public static Argument<T> NotEmpty<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Any(static t => !IsText(t.Value))) result.AddError($"Expected a text for {argument.Name} but got none.");
        });
        return argument;
    }

    private static bool IsText(string text) => !string.IsNullOrWhiteSpace(text);

    /// <summary>Options of the form key=value, as often as wanted.</summary>
    public static Option<Dictionary<string, string>> Pairs(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = static _ => [],
        CustomParser = static result =>
        {
            var pairs = new Dictionary<string, string>();
            foreach (Token token in result.Tokens)
            {
                int equals = token.Value.IndexOf('=');
                if (equals <= 0) result.AddError($"Expected key=value for {NameOf(result)} but got \"{token.Value}\".");
                else pairs[token.Value[..equals]] = token.Value[(equals + 1)..];
            }
            return pairs;
        },
    };

    /// <summary>The value as written; null where there is none.</summary>
    private static string? TextOf(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value : null;

    private static string NameOf(ArgumentResult result) => (result.Parent as OptionResult)?.Option.Name ?? "the option";
}
