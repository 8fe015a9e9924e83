import { bearerToken } from '@satualur/access/token';
import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { EdgeRequest } from './edge';
import type { Callers } from './callers';
import { CALLERS } from './tokens';

const PUBLIC = 'satualur:public';
const reflector = new Reflector();

/** Opens a route to callers without a token: health, documents. */
export const Public = () => SetMetadata(PUBLIC, true);

export const isPublic = (context: ExecutionContext): boolean =>
  reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [context.getHandler(), context.getClass()]) ?? false;

/** Every route not marked Public needs a bearer token that the verifier trusts. */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(@Inject(CALLERS) private readonly callers: Callers) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (isPublic(context)) return true;
    const request = context.switchToHttp().getRequest<EdgeRequest>();
    request.caller = await this.callers.verify(bearerToken(request.headers.authorization));
    return true;
  }
}
