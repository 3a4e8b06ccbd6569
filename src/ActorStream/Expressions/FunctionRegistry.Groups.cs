using ActorStream.Expressions.Functions;

namespace ActorStream.Expressions;

internal static partial class FunctionRegistry
{
    /// <summary>One line for each file of functions; a function appears once under each of its names.</summary>
    private static IEnumerable<IEnumerable<(string Name, ScalarFunction Function)>> Groups() =>
    [
        TextFunctions.All(),
        StringFunctions.All(),
        ConcatFunctions.All(),
        HashFunctions.All(),
        ComparisonOperators.All(),
        LogicOperators.All(),
        ArithmeticOperators.All(),
        ConditionalFunctions.All(),
        ProcessingTime.All(),
        LikeOperators.All(),
        ConcatOperator.All(),
        NestedConstructors.All(),
        ArrayFunctions.All(),
        MapFunctions.All(),
        NumberFunctions.All(),
        MathFunctions.All(),
        TimeFunctions.All(),
        TimeUnitFunctions.All(),
        RegexFunctions.All(),
        SplitFunctions.All(),
        UrlFunctions.All(),
        PrintfFunction.All(),
        JsonFunctions.All(),
        JsonBuildFunctions.All(),
    ];
}
