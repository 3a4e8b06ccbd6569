using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Dispatch;

namespace ActorStream.Tests.Simulation;

/// <summary>
/// Which async methods wait, and for whom: what a debugger would show of a hang. It looks into the runtime's state machines, for
/// messages and traces only; where a runtime keeps them otherwise, names are missing and nothing else.
/// </summary>
internal static partial class SuspendedMethods
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly FieldInfo? ActorOfMailbox = typeof(Mailbox).GetField("_actor", Any);

    [ThreadStatic]
    private static Dictionary<Type, string>? names;

    /// <summary>The async method that a task resumes, or null where it resumes none.</summary>
    public static Task? Resumed(Task task) =>
        task.AsyncState as Task ?? ((task.AsyncState as Delegate) ?? ActionOf(task))?.Target as Task;

    /// <summary>The method's name, such as <c>Job.RunAsync</c>.</summary>
    public static string NameOf(Task task)
    {
        if (Resumed(task) is { } method) return MethodName(method.GetType()) ?? "a continuation";
        Delegate? action = ActionOf(task);
        if (action?.Target is Mailbox mailbox) return TurnOf(mailbox);
        return action?.Method is { } start ? Tidy(start.DeclaringType?.Name, start.Name) : "a task";
    }

    /// <summary>One line for each chain of methods, from the one that waits outermost to what it waits for.</summary>
    public static IEnumerable<string> Describe(IEnumerable<Task> suspended)
    {
        List<List<Task>> chains = [.. suspended.Where(m => !m.IsCompleted).Select(Chain)];
        HashSet<Task> inner = new(chains.SelectMany(c => c.Skip(1)), ReferenceEqualityComparer.Instance);
        return chains.Where(c => !inner.Contains(c[0]))
            .Select(c => string.Join(" > ", c.Select(t => MethodName(t.GetType()) ?? t.GetType().Name)))
            .GroupBy(l => l, StringComparer.Ordinal).Select(g => g.Count() == 1 ? g.Key : $"{g.Key} (x{g.Count()})");
    }

    private static List<Task> Chain(Task method)
    {
        List<Task> chain = [method];
        while (Awaited(chain[^1]) is { } next && chain.Count < 20) chain.Add(next);
        return chain;
    }

    private static Task? Awaited(Task method)
    {
        if (method.GetType().GetField("StateMachine", Any)?.GetValue(method) is not { } machine) return null;
        foreach (FieldInfo field in machine.GetType().GetFields(Any))
        {
            if (!field.Name.StartsWith("<>u", StringComparison.Ordinal) || field.GetValue(machine) is not { } awaiter) continue;
            object? awaited = awaiter.GetType().GetField("m_task", Any)?.GetValue(awaiter);
            if (awaited is null && awaiter.GetType().GetField("_value", Any)?.GetValue(awaiter) is { } value)
                awaited = value.GetType().GetField("_obj", Any)?.GetValue(value);
            if (awaited is Task { IsCompleted: false } task) return task;
        }
        return null;
    }

    private static string? MethodName(Type box)
    {
        if (box.GetField("StateMachine", Any)?.FieldType is not { } machine) return null;
        names ??= [];
        if (!names.TryGetValue(machine, out string? name)) names[machine] = name = Tidy(machine.DeclaringType?.Name, machine.Name);
        return name;
    }

    private static string Tidy(string? type, string member)
    {
        Match match = Compiled().Match(member);
        return $"{Outer().Match(type ?? "").Value}.{(match.Success ? match.Groups[1].Value : member)}";
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_action")]
    private static extern ref Delegate? Action(Task task);

    /// <summary>Akka counts some of its own actors over all systems of the process, so their names are not the same in every run.</summary>
    private static string TurnOf(Mailbox mailbox) =>
        (ActorOfMailbox?.GetValue(mailbox) as ActorCell)?.Self.Path is { Elements: ["user", _, ..] } path
            ? $"a turn of {path.Name}" : "a turn";

    private static Delegate? ActionOf(Task task)
    {
        try
        {
            return Action(task);
        }
        catch (MissingFieldException)
        {
            return null;
        }
    }

    [GeneratedRegex("<([^<>]*)>")]
    private static partial Regex Compiled();

    [GeneratedRegex("^[A-Za-z0-9_]*")]
    private static partial Regex Outer();
}
