using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story.Calls;

/// <summary>IAM and its neighbours.</summary>
public static class Iam
{
    /// <summary>ListUsers.</summary>
    public static Call Users { get; } = Call.Of("iam", "ListUsers", """{"maxItems":100}""");

    /// <summary>ListRoles.</summary>
    public static Call Roles { get; } = Call.Of("iam", "ListRoles", """{"maxItems":100}""");

    /// <summary>ListPolicies.</summary>
    public static Call Policies { get; } = Call.Of("iam", "ListPolicies", """{"scope":"Local","onlyAttached":false}""");

    /// <summary>GetAccountSummary.</summary>
    public static Call Summary { get; } = Call.Of("iam", "GetAccountSummary");

    /// <summary>A call about a user.</summary>
    public static Call User(string name, string userName) => Call.Of("iam", name, $$"""{"userName":"{{userName}}"}""");

    /// <summary>CreateUser with the answer that tells the new unique id.</summary>
    public static Call CreateUser(Samples.Iam.User user) => User("CreateUser", user.Name).Answering(
        $$$"""{"user":{"path":"{{{user.Path}}}","arn":"{{{user.Arn}}}","userName":"{{{user.Name}}}","userId":"{{{user.Id}}}","createDate":"{{{user.Created:MMM d, yyyy h:mm:ss tt}}}"}}""");

    /// <summary>CreateRole with a boundary.</summary>
    public static Call CreateRole(Samples.Iam.Role role) => Call.Of("iam", "CreateRole",
            $$"""{"path":"{{role.Path}}","roleName":"{{role.Name}}","permissionsBoundary":"{{role.Boundary}}"}""")
        .Answering(
            $$$"""{"role":{"path":"{{{role.Path}}}","arn":"{{{role.Arn}}}","roleName":"{{{role.Name}}}","roleId":"{{{role.Id}}}"}}""");

    /// <summary>CreateServiceLinkedRole.</summary>
    public static Call CreateLinked(Samples.Iam.Role role, string service) =>
        Call.Of("iam", "CreateServiceLinkedRole", $$"""{"aWSServiceName":"{{service}}"}""")
        .Answering(
            $$$"""{"role":{"path":"{{{role.Path}}}","arn":"{{{role.Arn}}}","roleName":"{{{role.Name}}}","roleId":"{{{role.Id}}}"}}""");
}
