using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Trimming.Comparing;

/// <summary>A statement of one side, ready for set algebra.</summary>
internal sealed record ComparedStatement(NamedPolicy Policy, CompiledStatement Compiled)
{
    public Statement Statement => Compiled.Statement;

    public ImmutableArray<Condition> Conditions => Compiled.Statement.Conditions;

    public bool BearsOn(int action) => Compiled.Applicable.Contains(action);
}

/// <summary>The statements of one side of a comparison; those without Resource grant nothing and deny what cannot be told, and stand in <see cref="Unfit"/>.</summary>
internal sealed class ComparedSide
{
    public ComparedSide(IEnumerable<NamedPolicy> policies, StatementCompiler compiler)
    {
        Policies = [.. policies];
        ComparedStatement[] all = [.. Policies.SelectMany(policy => compiler.Compile(policy.Document).Select(compiled => new ComparedStatement(policy, compiled)))];
        Unfit = [.. all.Where(one => one.Statement.Resources is null || one.Statement.Principals is not null)];
        Allows = [.. all.Except(Unfit).Where(one => one.Statement.Effect == Effect.Allow)];
        Denies = [.. all.Except(Unfit).Where(one => one.Statement.Effect == Effect.Deny)];
    }

    public ImmutableArray<NamedPolicy> Policies { get; }

    public ImmutableArray<ComparedStatement> Allows { get; }

    public ImmutableArray<ComparedStatement> Denies { get; }

    public ImmutableArray<ComparedStatement> Unfit { get; }
}
