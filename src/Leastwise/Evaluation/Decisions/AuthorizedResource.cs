using Leastwise.Catalog;

namespace Leastwise.Evaluation.Decisions;

/// <summary>Puts a request on the resource that AWS authorizes it on, where its action works on none of its own.</summary>
/// <remarks>
/// "Some AWS services do not allow you to specify actions for individual resources. […] you use the wildcard character (*) in the Resource element."
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html. So a statement that names an ARN neither grants
/// nor denies such an action, whatever the request was about.
/// </remarks>
public static class AuthorizedResource
{
    // The star at the end of the request's resource is text, which only a pattern's wildcard matches; a bucket's name is another text.
    private const char LiteralStar = '\u0003';

    /// <summary>The request as AWS authorizes it. An action that the catalogue does not have is left as it is.</summary>
    public static AccessRequest On(ActionCatalog catalog, AccessRequest request)
    {
        if (catalog.Find(request.Action) is not { } action || TextOf(action) is not { } resource || request.Resource == resource)
        {
            return request;
        }

        // Whose it was stays known: the account may stand in the ARN alone.
        return request with { Resource = resource, ResourceAccountId = request.Owner };
    }

    /// <summary>The resource of every request for the action; null where it depends on the request.</summary>
    internal static string? TextOf(CatalogAction action) => action switch
    {
        _ when TemplateOf(action) is not null => null,
        { Resources.IsEmpty: true } => "*",
        _ => null,
    };

    /// <summary>The template of ARNs that the action is authorized on although the reference names no type; null for all others.</summary>
    /// <remarks>
    /// AWS's own examples grant s3:ListAllMyBuckets on "arn:aws:s3:::*":
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html.
    /// </remarks>
    internal static string? TemplateOf(CatalogAction action) =>
        action.FullName == "s3:ListAllMyBuckets" ? $"arn:${{Partition}}:s3:::{LiteralStar}"
        : PathOf(action) is { } path ? $"arn:${{Partition}}:iam::${{Account}}:{path}/${{Path}}"
        : null;

    /// <summary>
    /// IAM's lists, which the reference gives no resource type: AWS's refusals name the path that was to be listed, such as
    /// <c>arn:aws:iam::111111111111:user/</c>, so that a statement on <c>user/*</c> grants them.
    /// </summary>
    private static string? PathOf(CatalogAction action) => action.Resources.IsEmpty ? action.FullName switch
    {
        "iam:ListUsers" => "user",
        "iam:ListGroups" => "group",
        "iam:ListRoles" => "role",
        "iam:ListInstanceProfiles" => "instance-profile",
        "iam:ListPolicies" => "policy",
        _ => null,
    } : null;
}
