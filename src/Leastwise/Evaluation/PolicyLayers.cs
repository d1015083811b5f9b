using System.Collections.Immutable;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Evaluation;

/// <summary>A compiled statement with where it comes from.</summary>
internal sealed record SourcedStatement(CompiledStatement Compiled, StatementSource Source);

/// <summary>The statements that bear on one principal, sorted by what they can do to it.</summary>
internal sealed class PolicyLayers(StatementCompiler compiler)
{
    /// <summary>Every statement, in order of layers and policies.</summary>
    public List<SourcedStatement> All { get; } = [];

    /// <summary>Identity statements that allow.</summary>
    public List<SourcedStatement> Allows { get; } = [];

    /// <summary>Statements of any layer that deny.</summary>
    public List<SourcedStatement> Denies { get; } = [];

    /// <summary>The allowing statements of the boundary and of each level of service control policies; all of these must allow.</summary>
    public List<ImmutableArray<SourcedStatement>> Limits { get; } = [];

    /// <summary>What was assumed.</summary>
    public List<Diagnostic> Diagnostics { get; } = [];

    /// <summary>Adds a policy that grants.</summary>
    public void AddIdentity(NamedPolicy policy, string? viaGroup)
    {
        foreach (SourcedStatement statement in Compile(PolicyLayer.Identity, policy, viaGroup))
        {
            All.Add(statement);
            (statement.Compiled.Statement.Effect == Effect.Allow ? Allows : Denies).Add(statement);
        }
    }

    /// <summary>Adds a layer or level that limits; one without policies allows nothing.</summary>
    public void AddLimit(PolicyLayer layer, IEnumerable<NamedPolicy> policies)
    {
        List<SourcedStatement> statements = [.. policies.SelectMany(policy => Compile(layer, policy, viaGroup: null))];
        All.AddRange(statements);
        Denies.AddRange(statements.Where(statement => statement.Compiled.Statement.Effect == Effect.Deny));
        Limits.Add([.. statements.Where(statement => statement.Compiled.Statement.Effect == Effect.Allow)]);
    }

    /// <summary>Adds what a resource control policy denies the principal: it names its principals itself.</summary>
    public void AddResourceControl(NamedPolicy policy, Requester requester, bool hasBoundary)
    {
        foreach (CompiledStatement compiled in compiler.CompileResourceControl(policy.Document))
        {
            if (PrincipalMatcher.Match(compiled.Statement.Principals, requester, Effect.Deny, hasBoundary) != Naming.None)
            {
                var statement = new SourcedStatement(compiled, new StatementSource(PolicyLayer.ResourceControl, policy, compiled.Statement, ViaGroup: null));
                All.Add(statement);
                Denies.Add(statement);
            }
        }
    }

    private ImmutableArray<SourcedStatement> Compile(PolicyLayer layer, NamedPolicy policy, string? viaGroup)
    {
        ImmutableArray<SourcedStatement> statements = compiler.Sourced(layer, policy, viaGroup);
        foreach (SourcedStatement statement in statements)
        {
            CompiledStatement compiled = statement.Compiled;
            if (compiled.Resources is null)
            {
                string reading = compiled.Statement.Effect == Effect.Allow
                    ? "it grants nothing"
                    : "this Deny is kept as one of unknown extent";
                Diagnostics.Add(new Diagnostic(
                    DiagnosticSeverity.Error,
                    $"Policy {policy.Name}: statement {compiled.Statement.Label} has no Resource, which AWS refuses here; {reading}.",
                    compiled.Statement.Position));
            }
        }

        return statements;
    }
}
