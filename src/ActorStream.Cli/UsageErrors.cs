using System.CommandLine;
using System.CommandLine.Parsing;
using ActorStream.Sql;

namespace ActorStream.Cli;

/// <summary>Tells what is wrong with a command line: a sentence for each mistake, and what was perhaps meant.</summary>
internal sealed class UsageErrors
{
    private readonly ParseResult _result;
    private readonly Command _command;
    private readonly string _path;

    private UsageErrors(ParseResult result)
    {
        _result = result;
        _command = result.CommandResult.Command;
        _path = PathOf(_command);
    }

    /// <summary>Prints what is wrong to standard error; false if nothing is.</summary>
    public static bool Print(ParseResult result, IReadOnlyList<string> words, Terminal terminal)
    {
        var errors = new UsageErrors(result);
        string? near = null;
        // What is not understood makes other things seem missing, and what is missing has no value to check.
        List<string> messages = errors.NotUnderstood(words, ref near);
        if (messages.Count == 0 && result.Errors.Count > 0) messages = errors.Missing();
        if (messages.Count == 0) messages = [.. result.Errors.Select(static e => OneLine(e.Message)).Distinct()];
        if (messages.Count == 0) return false;
        foreach (string message in messages) terminal.Error.WriteLine($"Error: {message}");
        terminal.Error.WriteLine($"Hint: {(near is null ? "" : near + " ")}See {errors._path} --help.");
        return true;
    }

    private List<string> NotUnderstood(IReadOnlyList<string> words, ref string? near)
    {
        // Behind -- everything is an argument.
        string[] before = [.. words.TakeWhile(static w => w != "--")];
        var messages = new List<string>();
        foreach (string word in OptionsTakenForArguments().Concat(_result.UnmatchedTokens.Where(w => IsOption(w) && before.Contains(w))))
        {
            string name = word.Split('=', ':')[0];
            if (name.Length > 2) near ??= Suggestions.Hint(name, Options().SelectMany(static o => o.Aliases.Prepend(o.Name)));
            messages.Add($"Option \"{name}\" does not exist for {_path}.");
        }
        foreach (Option<bool> flag in Options().OfType<Option<bool>>())
        {
            // The parser takes what is no value of a flag for an argument of its own.
            foreach (string word in before.Where(w => w.StartsWith(flag.Name + "=", StringComparison.Ordinal)))
            {
                string value = word[(flag.Name.Length + 1)..];
                if (!bool.TryParse(value, out _)) messages.Add($"Expected true or false for {flag.Name} but got \"{value}\".");
            }
        }
        if (messages.Count > 0 || _result.UnmatchedTokens.Count == 0) return messages;
        string first = _result.UnmatchedTokens[0];
        if (_command.Subcommands.Count == 0) return [$"Argument \"{first}\" is one too many for {_path}."];
        near = Suggestions.Hint(first, _command.Subcommands.Select(static c => c.Name));
        return [_command is RootCommand ? $"Command \"{first}\" does not exist." : $"Command \"{first}\" does not exist in {_path}."];
    }

    /// <summary>An option that does not exist is taken for an argument where there is room for one.</summary>
    private IEnumerable<string> OptionsTakenForArguments()
    {
        var arguments = new HashSet<Token>(ReferenceEqualityComparer.Instance);
        foreach (ArgumentResult argument in _result.CommandResult.Children.OfType<ArgumentResult>()) arguments.UnionWith(argument.Tokens);
        return _result.Tokens.TakeWhile(static t => t.Type != TokenType.DoubleDash)
            .Where(t => arguments.Contains(t) && IsOption(t.Value)).Select(static t => t.Value);
    }

    private List<string> Missing()
    {
        var messages = new List<string>();
        if (_command.Subcommands.Count > 0)
        {
            messages.Add($"Expected a command: {string.Join(", ", _command.Subcommands.Select(static c => c.Name))}.");
            return messages;
        }
        foreach (Argument argument in _command.Arguments)
        {
            int given = _result.GetResult(argument)?.Tokens.Count ?? 0;
            if (given < argument.Arity.MinimumNumberOfValues) messages.Add($"Expected {argument.Name} for {_path} but got none.");
        }
        foreach (Option option in Options())
        {
            OptionResult? given = _result.GetResult(option);
            if (given is null || given.Implicit)
            {
                if (option.Required) messages.Add($"Expected {option.Name} for {_path} but got none.");
                continue;
            }
            if (given.Tokens.Count < option.Arity.MinimumNumberOfValues) messages.Add($"Expected a value for {option.Name} but got none.");
            if (given.Tokens.Count <= option.Arity.MaximumNumberOfValues) continue;
            messages.Add($"Expected {option.Name} once but got it {given.IdentifierTokenCount} times.");
        }
        return messages;
    }

    /// <summary>The options of the command, its own and those of all commands.</summary>
    private IEnumerable<Option> Options()
    {
        for (Command? level = _command; level is not null; level = level.Parents.OfType<Command>().FirstOrDefault())
        {
            foreach (Option option in level.Options.Where(o => level == _command || o.Recursive)) yield return option;
        }
    }

    // A number below zero may be a key.
    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-' && (word[1] == '-' || char.IsAsciiLetter(word[1]));

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private static string PathOf(Command command)
    {
        var names = new Stack<string>();
        for (Symbol? symbol = command; symbol is Command and not RootCommand; symbol = symbol.Parents.FirstOrDefault())
        {
            names.Push(symbol.Name);
        }
        return string.Join(' ', names.Prepend("actorstream"));
    }
}
