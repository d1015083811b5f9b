using System.Collections.Immutable;
using Leastwise.Catalog;

namespace Leastwise.Evaluation;

/// <summary>A grant with its resources by pattern.</summary>
/// <param name="Grant">The grant.</param>
/// <param name="Resources">Its resources; see <see cref="PrincipalGrants.PatternsOf"/>.</param>
public sealed record GrantView(Grant Grant, ImmutableArray<GrantedPattern> Resources)
{
    /// <summary>
    /// Denies and limits that bind under conditions, or that no pattern tells of: those without condition are subtracted in <see cref="Resources"/> already.
    /// </summary>
    public IEnumerable<StatementSource> Residual =>
        Grant.Denies.Concat(Grant.Limits).Where(limit => limit.Statement.HangsOnContext || limit.Layer == PolicyLayer.ResourceControl);

    /// <summary>Whether it is only held where conditions are met.</summary>
    public bool IsConditional => Residual.Any() || Grant.Allows.All(allow => allow.Statement.HangsOnContext);
}

/// <summary>Which grants of a principal are wanted.</summary>
public sealed record GrantFilter
{
    /// <summary>The actions that are wanted, by service and level.</summary>
    public required ActionSet Actions { get; init; }

    /// <summary>An ARN or a pattern of which some resource must be granted; null for any.</summary>
    public string? Resource { get; init; }

    /// <summary>The grants that are wanted, by action; of their resources those that can meet the wanted one.</summary>
    public IEnumerable<GrantView> Of(PrincipalGrants held)
    {
        foreach (Grant grant in held.Of(Actions))
        {
            // A statement on "*" gives no alarm on an S3 object: what the action works on must be such a resource.
            if (Resource is not null && !held.Concerns(grant.Action, Resource))
            {
                continue;
            }

            var view = new GrantView(grant, [.. held.PatternsOf(grant).Where(pattern => Resource is null || pattern.Meets(Resource))]);
            if (!view.Resources.IsEmpty)
            {
                yield return view with
                {
                    Grant = grant with { Allows = [.. grant.Allows.Where(allow => view.Resources.Any(pattern => ReferenceEquals(pattern.From, allow)))] },
                };
            }
        }
    }
}
